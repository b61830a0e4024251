/* Makes one system call of a program fail, come to half, or be its last: preloaded into it by tests/faults/failing.py.

   Only calls on files below one folder count, so that what fails is the program's own work and not the loading of a
   module. A call is chosen by its kind and its number; `ideabox_counts` says how many there were of each kind.
   Kinds, errors and ways are numbered alike in failing.py. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum kind { WRITE, SYNC, RENAME, OPEN, TRUNCATE, UNLINK, READ, KINDS };
enum way { ONCE, FROM_NOW_ON, KILL_BEFORE, KILL_AFTER, HALF, HALF_AND_KILL };

static char root[PATH_MAX];
static size_t root_length;
static atomic_long counts[KINDS];
static int chosen_kind = -1, chosen_error, chosen_way;
static long chosen_number;
static long clock_offset;

void ideabox_arm(const char *folder, int kind, long number, int error, int way) {
    strncpy(root, folder, sizeof root - 1);
    root_length = strlen(root);
    for (int each = 0; each < KINDS; each++) atomic_store(&counts[each], 0);
    chosen_number = number, chosen_error = error, chosen_way = way, chosen_kind = kind;
}

void ideabox_counts(long *out) {
    for (int each = 0; each < KINDS; each++) out[each] = atomic_load(&counts[each]);
}

void ideabox_shift_clock(long seconds) { clock_offset = seconds; }

static int is_inside(const char *path) {
    return root_length && !strncmp(path, root, root_length) && (path[root_length] == '/' || !path[root_length]);
}

static int is_ours(int file) {
    char link[40], path[PATH_MAX];
    if (!root_length) return 0;
    int before = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    errno = before;
    if (length < 0) return 0;
    path[length] = 0;
    return is_inside(path);
}

/* Whether this call is the one that was chosen, or comes after it where all of those fail. */
static int is_chosen(enum kind kind) {
    long number = atomic_fetch_add(&counts[kind], 1) + 1;
    if ((int)kind != chosen_kind) return 0;
    return number == chosen_number || (chosen_way == FROM_NOW_ON && number > chosen_number);
}

static void die(void) { kill(getpid(), SIGKILL); }

/* What the real call is to be kept from or followed by; `real` is an expression for it. */
#define FAIL_OR(kind, real, failure)                              \
    do {                                                          \
        if (!is_chosen(kind)) return (real);                      \
        if (chosen_way == KILL_BEFORE) die();                     \
        if (chosen_way == KILL_AFTER || chosen_way == HALF_AND_KILL) { (void)(real); die(); } \
        errno = chosen_error;                                     \
        return (failure);                                         \
    } while (0)

#define REAL(result, name, ...)                                   \
    static result (*real_##name)(__VA_ARGS__);                    \
    if (!real_##name) real_##name = (result (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

#define WRITES(name, PARAMETERS, ARGUMENTS, HALVED)               \
    ssize_t name PARAMETERS {                                     \
        REAL(ssize_t, name, int, const void *, size_t OFFSET_TYPE); \
        if (!is_ours(file)) return real_##name ARGUMENTS;         \
        if (!is_chosen(WRITE)) return real_##name ARGUMENTS;      \
        switch (chosen_way) {                                     \
        case KILL_BEFORE: die(); break;                           \
        case KILL_AFTER: (void)!real_##name ARGUMENTS; die(); break; \
        case HALF: if (size > 1) return real_##name HALVED; break; \
        case HALF_AND_KILL: (void)!real_##name HALVED; die(); break; \
        default: break;                                           \
        }                                                         \
        errno = chosen_error;                                     \
        return -1;                                                \
    }

#define OFFSET_TYPE
WRITES(write, (int file, const void *data, size_t size), (file, data, size), (file, data, size / 2))
#undef OFFSET_TYPE
#define OFFSET_TYPE , off_t
WRITES(pwrite, (int file, const void *data, size_t size, off_t at), (file, data, size, at), (file, data, size / 2, at))
#undef OFFSET_TYPE
#define OFFSET_TYPE , off64_t
WRITES(pwrite64, (int file, const void *data, size_t size, off64_t at), (file, data, size, at), (file, data, size / 2, at))

ssize_t read(int file, void *data, size_t size) {
    REAL(ssize_t, read, int, void *, size_t);
    if (!is_ours(file)) return real_read(file, data, size);
    FAIL_OR(READ, real_read(file, data, size), -1);
}

ssize_t pread(int file, void *data, size_t size, off_t at) {
    REAL(ssize_t, pread, int, void *, size_t, off_t);
    if (!is_ours(file)) return real_pread(file, data, size, at);
    FAIL_OR(READ, real_pread(file, data, size, at), -1);
}

ssize_t pread64(int file, void *data, size_t size, off64_t at) {
    REAL(ssize_t, pread64, int, void *, size_t, off64_t);
    if (!is_ours(file)) return real_pread64(file, data, size, at);
    FAIL_OR(READ, real_pread64(file, data, size, at), -1);
}

int fsync(int file) {
    REAL(int, fsync, int);
    if (!is_ours(file)) return real_fsync(file);
    FAIL_OR(SYNC, real_fsync(file), -1);
}

int fdatasync(int file) {
    REAL(int, fdatasync, int);
    if (!is_ours(file)) return real_fdatasync(file);
    FAIL_OR(SYNC, real_fdatasync(file), -1);
}

int ftruncate(int file, off_t size) {
    REAL(int, ftruncate, int, off_t);
    if (!is_ours(file)) return real_ftruncate(file, size);
    FAIL_OR(TRUNCATE, real_ftruncate(file, size), -1);
}

int ftruncate64(int file, off64_t size) {
    REAL(int, ftruncate64, int, off64_t);
    if (!is_ours(file)) return real_ftruncate64(file, size);
    FAIL_OR(TRUNCATE, real_ftruncate64(file, size), -1);
}

int rename(const char *from, const char *to) {
    REAL(int, rename, const char *, const char *);
    if (!is_inside(to)) return real_rename(from, to);
    FAIL_OR(RENAME, real_rename(from, to), -1);
}

int link(const char *from, const char *to) {
    REAL(int, link, const char *, const char *);
    if (!is_inside(to)) return real_link(from, to);
    FAIL_OR(RENAME, real_link(from, to), -1);
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) {
    REAL(int, linkat, int, const char *, int, const char *, int);
    if (!is_inside(to)) return real_linkat(from_folder, from, to_folder, to, flags);
    FAIL_OR(RENAME, real_linkat(from_folder, from, to_folder, to, flags), -1);
}

int unlink(const char *path) {
    REAL(int, unlink, const char *);
    if (!is_inside(path)) return real_unlink(path);
    FAIL_OR(UNLINK, real_unlink(path), -1);
}

#define OPENS(name)                                               \
    int name(const char *path, int flags, ...) {                  \
        mode_t mode = 0;                                          \
        if (flags & (O_CREAT | O_TMPFILE)) {                      \
            va_list rest;                                         \
            va_start(rest, flags);                                \
            mode = va_arg(rest, mode_t);                          \
            va_end(rest);                                         \
        }                                                         \
        REAL(int, name, const char *, int, ...);                  \
        if (!is_inside(path)) return real_##name(path, flags, mode); \
        FAIL_OR(OPEN, real_##name(path, flags, mode), -1);        \
    }
OPENS(open)
OPENS(open64)

#define OPENS_AT(name)                                            \
    int name(int folder, const char *path, int flags, ...) {      \
        mode_t mode = 0;                                          \
        if (flags & (O_CREAT | O_TMPFILE)) {                      \
            va_list rest;                                         \
            va_start(rest, flags);                                \
            mode = va_arg(rest, mode_t);                          \
            va_end(rest);                                         \
        }                                                         \
        REAL(int, name, int, const char *, int, ...);             \
        if (!is_inside(path)) return real_##name(folder, path, flags, mode); \
        FAIL_OR(OPEN, real_##name(folder, path, flags, mode), -1); \
    }
OPENS_AT(openat)
OPENS_AT(openat64)

int clock_gettime(clockid_t which, struct timespec *now) {
    REAL(int, clock_gettime, clockid_t, struct timespec *);
    int result = real_clock_gettime(which, now);
    if (!result && which == CLOCK_REALTIME) now->tv_sec += clock_offset;
    return result;
}

time_t time(time_t *out) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (out) *out = now.tv_sec;
    return now.tv_sec;
}
