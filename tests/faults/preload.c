/* For LD_PRELOAD: writes down what a process does to the files below FAULTS_ROOT, or makes its k-th write or fsync fail.
 *
 * FAULTS_LOG   append a record per call to this file (see disk.py): kind, lengths, path, other path, offset, data
 * faults_fail(is_sync, k)   called in the process: from the k-th such call below the root on, every one fails with EIO;
 *                           k = 0 ends that. Returns how many there were since the last call of it.
 *
 * -shm files are passed over: they are rebuilt after a crash.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MOST 4096
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static char *names[MOST];
static int out = -2, fail_at, fail_sync, counted, busy;
static const char *root;

static void ready(void) {
    if (out != -2) return;
    const char *log = getenv("FAULTS_LOG");
    root = getenv("FAULTS_ROOT");
    out = log ? (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
}

static int ours(const char *path) {
    ready();
    size_t n = path ? strlen(path) : 0, m = root ? strlen(root) : 0;
    if (!m || n < m || strncmp(path, root, m) || (path[m] && path[m] != '/')) return 0;
    return !(n > 4 && !strcmp(path + n - 4, "-shm"));
}

int faults_fail(int is_sync, int k) {
    int before = counted;
    fail_sync = is_sync, fail_at = k, counted = 0;
    return before;
}

static int failing(int is_sync) {
    if (is_sync != fail_sync || ++counted < fail_at || !fail_at) return 0;
    errno = EIO;
    return 1;
}

static void note(char kind, const char *path, const char *other, int64_t at, const void *data, uint32_t size) {
    if (out < 0) return;
    uint16_t lengths[2] = {(uint16_t)strlen(path), (uint16_t)(other ? strlen(other) : 0)};
    char head[1 + 4 + 8 + 4 + 2 * PATH_MAX];
    size_t n = 0;
    head[n++] = kind;
    memcpy(head + n, lengths, 4), n += 4;
    memcpy(head + n, &at, 8), n += 8;
    memcpy(head + n, &size, 4), n += 4;
    memcpy(head + n, path, lengths[0]), n += lengths[0];
    memcpy(head + n, other ? other : "", lengths[1]), n += lengths[1];
    while (__sync_lock_test_and_set(&busy, 1)) ; /* a backup has threads of its own */
    if (syscall(SYS_write, out, head, n) < 0 || (size && syscall(SYS_write, out, data, size) < 0)) abort();
    __sync_lock_release(&busy);
}

static const char *name_of(int fd) { return fd >= 0 && fd < MOST ? names[fd] : NULL; }

static int opened(int fd, const char *path, int flags, int was_there) {
    if (fd < 0 || fd >= MOST) return fd;
    free(names[fd]);
    names[fd] = ours(path) ? strdup(path) : NULL;
    if (!names[fd]) return fd;
    if ((flags & O_CREAT) && !was_there) note('c', path, NULL, 0, NULL, 0);
    else if (flags & O_TRUNC) note('t', path, NULL, 0, NULL, 0);
    return fd;
}

static int exists(const char *path) { return ours(path) && !syscall(SYS_faccessat, AT_FDCWD, path, F_OK); }

#define OPEN(name)                                                   \
    int name(const char *path, int flags, ...) {                     \
        va_list rest;                                                \
        va_start(rest, flags);                                       \
        int mode = flags & O_CREAT ? va_arg(rest, int) : 0;          \
        va_end(rest);                                                \
        int was_there = exists(path);                                \
        return opened(REAL(name)(path, flags, mode), path, flags, was_there); \
    }
OPEN(open)
OPEN(open64)

int close(int fd) {
    if (fd >= 0 && fd < MOST) free(names[fd]), names[fd] = NULL;
    return REAL(close)(fd);
}

ssize_t write(int fd, const void *data, size_t size) {
    const char *name = name_of(fd);
    if (name && failing(0)) return -1;
    int64_t at = name ? syscall(SYS_lseek, fd, 0, SEEK_CUR) : 0;
    struct stat now;
    if (name && (fcntl(fd, F_GETFL) & O_APPEND) && !fstat(fd, &now)) at = now.st_size;
    ssize_t done = REAL(write)(fd, data, size);
    if (name && done > 0) note('w', name, NULL, at, data, (uint32_t)done);
    return done;
}

static ssize_t placed(int fd, const void *data, size_t size, off_t at) {
    const char *name = name_of(fd);
    if (name && failing(0)) return -1;
    ssize_t done = syscall(SYS_pwrite64, fd, data, size, at);
    if (name && done > 0) note('w', name, NULL, at, data, (uint32_t)done);
    return done;
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { return placed(fd, data, size, at); }
ssize_t pwrite64(int fd, const void *data, size_t size, off_t at) { return placed(fd, data, size, at); }

static int cut(int fd, off_t size) {
    const char *name = name_of(fd);
    int done = (int)syscall(SYS_ftruncate, fd, size);
    if (name && !done) note('t', name, NULL, size, NULL, 0);
    return done;
}
int ftruncate(int fd, off_t size) { return cut(fd, size); }
int ftruncate64(int fd, off_t size) { return cut(fd, size); }

static int synced(int fd, int number) {
    const char *name = name_of(fd);
    if (name && failing(1)) return -1;
    int done = (int)syscall(number, fd);
    if (name && !done) note('s', name, NULL, 0, NULL, 0);
    return done;
}
int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

int rename(const char *from, const char *to) {
    int done = REAL(rename)(from, to);
    if (!done && ours(to)) note('r', from, to, 0, NULL, 0);
    return done;
}

int unlink(const char *path) {
    int done = REAL(unlink)(path);
    if (!done && ours(path)) note('u', path, NULL, 0, NULL, 0);
    return done;
}

int mkdir(const char *path, mode_t mode) {
    int done = REAL(mkdir)(path, mode);
    if (!done && ours(path)) note('d', path, NULL, 0, NULL, 0);
    return done;
}

/* What copies inside the kernel would pass us by: Python goes on by reading and writing. */
ssize_t sendfile64(int to, int from, off_t *at, size_t size) {
    if (!name_of(to)) return REAL(sendfile64)(to, from, at, size);
    errno = ENOTSUP;
    return -1;
}
