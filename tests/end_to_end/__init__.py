"""The command line as its users and their scripts meet it: every test starts the program as a process of its own."""
