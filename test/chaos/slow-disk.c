/* Delays fsync and fdatasync by two seconds while the file SLOW_DISK exists. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static void wait_for_disk(void) {
  const char *file = getenv("SLOW_DISK");
  if (file != NULL && access(file, F_OK) == 0) sleep(2);
}

int fsync(int fd) {
  wait_for_disk();
  return (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd) {
  wait_for_disk();
  return (int)syscall(SYS_fdatasync, fd);
}
