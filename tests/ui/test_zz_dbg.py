import traceback
from tests.ui.test_review import manager, logged, opened, press, type_in, settled, on_screen, TITLES, CONTROL, Qt
def test_dbg(manager, open_running, qtbot, qapp):
    first, second, _third = logged(manager, *TITLES)
    running, screen = opened(open_running, qtbot, manager)
    def ch(o,n):
        print("FOCUS",o,n, qapp.activeWindow())
        if n is None: traceback.print_stack(limit=25)
    qapp.focusChanged.connect(ch)
    press(qtbot, Qt.Key.Key_1)
    type_in(qtbot, "You are right: a day before is in time.")
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    settled(qtbot, running, lambda: on_screen(screen) == TITLES[1])
    qapp.focusChanged.disconnect(ch)
    from PySide6.QtWidgets import QApplication
    print(QApplication.focusWidget(), qapp.activeWindow(), running.window.isActiveWindow())
    assert 0
