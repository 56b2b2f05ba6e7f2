/*
 * Journals what a process does to the files of a SQLite outbox, and the HTTP messages about leads that it writes to
 * sockets. Loaded with LD_PRELOAD. The variables POWER_CUT_FILE and POWER_CUT_JOURNAL name the database and the journal.
 *
 * One lock covers an operation and its entry in the journal, so the order of the entries is the order of the operations
 * in all threads. Nothing is synced: whether data survives is up to whoever replays the journal.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { WRITE = 1, TRUNCATE, SYNC, UNLINK, MESSAGE };

/* The rest of an entry is `length` bytes of data. `journal.ts` reads the same layout. */
struct header {
  uint32_t kind;
  uint32_t length;
  uint64_t offset;
  char file[16]; /* the end of the file's name after that of the database; "." is the folder */
};

enum { MAX_MESSAGE = 2048 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int journal = -1;
static char database[PATH_MAX];
static char folder[PATH_MAX];

__attribute__((constructor)) static void open_journal(void) {
  const char *path = getenv("POWER_CUT_JOURNAL");
  const char *file = getenv("POWER_CUT_FILE");
  if (!path || !file || strlen(file) >= sizeof database) return;
  strcpy(database, file);
  strcpy(folder, file);
  *strrchr(folder, '/') = '\0';
  journal = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* Ends the process if an entry cannot be written: a journal with a gap proves nothing. */
static void append(enum kind kind, const char *file, uint64_t offset, const void *data, size_t length) {
  struct header header = {kind, (uint32_t)length, offset, ""};
  strncpy(header.file, file, sizeof header.file - 1);
  struct iovec parts[] = {{&header, sizeof header}, {(void *)data, length}};
  if (syscall(SYS_writev, journal, parts, 2) != (long)(sizeof header + length)) abort();
}

/* Whether a path is a file of the outbox. The shared memory is none: SQLite rebuilds it after a power cut. */
static int is_outbox(const char *path, const char **file) {
  size_t length = strlen(database);
  if (journal < 0) return 0;
  *file = ".";
  if (strcmp(path, folder) == 0) return 1;
  if (strncmp(path, database, length) != 0) return 0;
  *file = path + length;
  return strcmp(*file, "-shm") != 0;
}

/* The same for an open file. `path` is the caller's memory for its name. */
static int is_outbox_fd(int fd, char path[PATH_MAX], const char **file) {
  struct stat status;
  char link[40];
  if (journal < 0 || fstat(fd, &status) != 0 || !(S_ISREG(status.st_mode) || S_ISDIR(status.st_mode))) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length < 0) return 0;
  path[length] = '\0';
  return is_outbox(path, file);
}

static int starts_with(const struct iovec *part, const char *text) {
  size_t length = strlen(text);
  return part->iov_len >= length && memcmp(part->iov_base, text, length) == 0;
}

/* Journals a response that acknowledges a lead, and a request that sends one, before it is written. */
static void journal_message(const struct iovec *parts, int count) {
  char text[MAX_MESSAGE];
  size_t length = 0;
  if (journal < 0 || count < 1 || !(starts_with(parts, "HTTP/1.1 20") || starts_with(parts, "POST /"))) return;
  for (int i = 0; i < count && length < sizeof text; i++) {
    size_t size = parts[i].iov_len < sizeof text - length ? parts[i].iov_len : sizeof text - length;
    memcpy(text + length, parts[i].iov_base, size);
    length += size;
  }
  pthread_mutex_lock(&lock);
  append(MESSAGE, "", 0, text, length);
  pthread_mutex_unlock(&lock);
}

static ssize_t write_at(int fd, const char *file, const void *data, size_t size, off_t offset) {
  ssize_t written = syscall(SYS_pwrite64, fd, data, size, offset);
  if (written > 0) append(WRITE, file, (uint64_t)offset, data, (size_t)written);
  return written;
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset) {
  char path[PATH_MAX];
  const char *file;
  if (!is_outbox_fd(fd, path, &file)) return syscall(SYS_pwrite64, fd, data, size, offset);
  pthread_mutex_lock(&lock);
  ssize_t written = write_at(fd, file, data, size, offset);
  pthread_mutex_unlock(&lock);
  return written;
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) { return pwrite64(fd, data, size, offset); }

ssize_t write(int fd, const void *data, size_t size) {
  char path[PATH_MAX];
  const char *file;
  journal_message(&(struct iovec){(void *)data, size}, 1);
  if (!is_outbox_fd(fd, path, &file)) return syscall(SYS_write, fd, data, size);
  pthread_mutex_lock(&lock);
  off_t offset = lseek(fd, 0, SEEK_CUR);
  ssize_t written = write_at(fd, file, data, size, offset);
  if (written > 0) lseek(fd, written, SEEK_CUR);
  pthread_mutex_unlock(&lock);
  return written;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  char path[PATH_MAX];
  const char *file;
  journal_message(parts, count);
  if (is_outbox_fd(fd, path, &file)) abort(); /* SQLite does not use it */
  return syscall(SYS_writev, fd, parts, count);
}

int ftruncate64(int fd, off64_t size) {
  char path[PATH_MAX];
  const char *file;
  if (!is_outbox_fd(fd, path, &file)) return (int)syscall(SYS_ftruncate, fd, size);
  pthread_mutex_lock(&lock);
  int result = (int)syscall(SYS_ftruncate, fd, size);
  if (result == 0) append(TRUNCATE, file, (uint64_t)size, NULL, 0);
  pthread_mutex_unlock(&lock);
  return result;
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int sync_file(int fd, long number) {
  char path[PATH_MAX];
  const char *file;
  if (!is_outbox_fd(fd, path, &file)) return (int)syscall(number, fd);
  pthread_mutex_lock(&lock);
  append(SYNC, file, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  return 0;
}

int fsync(int fd) { return sync_file(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_file(fd, SYS_fdatasync); }

int unlink(const char *path) {
  const char *file;
  if (!is_outbox(path, &file)) return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
  pthread_mutex_lock(&lock);
  int result = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
  if (result == 0) append(UNLINK, file, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  return result;
}
