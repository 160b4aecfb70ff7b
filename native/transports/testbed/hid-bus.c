/*
 * A USB bus without a kernel: HID devices whose other end is a process.
 *
 *   hid-bus SOCKET
 *
 * Prints one line `{"ready":true,"root":"..."}`. A program started with UMOCKDEV_DIR at that root and
 * LD_PRELOAD=libumockdev-preload.so.0 finds the devices in /sys and opens them as /dev/hidrawN; all others find nothing.
 * Each connection to SOCKET is one device: it is plugged in by the first message and pulled out when the connection ends.
 *
 * Messages, both ways: length of what follows (4 bytes, little-endian), kind (1 byte), payload.
 *   device -> bus   P vendor, product (2 bytes each, little-endian), serial\0, name\0, report descriptor
 *                   I one input report, as a reader of hidraw gets it
 *                   F the answer to G, report id first; empty: refused
 *   bus -> device   N the node's number, as text: it is plugged in
 *                   O bytes of output reports, report id first; several may come together or one in parts
 *                   S a feature report was set, report id first
 *                   G a feature report is asked for: its id
 *
 * A pseudo-terminal stands in for the node, so the bus keeps the bounds of reports itself: the next one goes in when the
 * one before has been read. What comes while nobody has the node open is dropped, as by the kernel.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib.h>
#include <linux/hidraw.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>
#include <umockdev.h>
#include <unistd.h>

#define LONGEST_MESSAGE (64 * 1024)
#define MOST_QUEUED 1024
/* Of a device in the tree: its node, the HID device, the interface, the USB device. */
#define LEVELS 4

typedef struct {
  int socket;
  GByteArray *held;
  int number; /* of the node; -1: not plugged in */
  gchar *node;
  gchar *sys_paths[LEVELS];
  int vendor, product;
  gchar *name;
  guint8 descriptor[HID_MAX_DESCRIPTOR_SIZE];
  gsize descriptor_bytes;
  UMockdevIoctlBase *handler;
  int master, slave;
  char slave_name[64];
  int opened;
  guint socket_source, master_source, pace_source;
  GQueue *reports;
  UMockdevIoctlClient *asking;
  gsize asking_bytes;
} Device;

static UMockdevTestbed *bed;
static int next_number;
/* The handlers run in a thread of umockdev's own. */
static GRecMutex lock;

static void tell(Device *device, guint8 kind, const void *payload, gsize bytes) {
  guint8 head[5] = {0};
  guint32 length = GUINT32_TO_LE((guint32)bytes + 1);
  memcpy(head, &length, 4);
  head[4] = kind;
  if (send(device->socket, head, 5, MSG_NOSIGNAL) == 5 && bytes > 0) {
    /* A device that has just gone is noticed when its socket is read. */
    (void)!send(device->socket, payload, bytes, MSG_NOSIGNAL);
  }
}

static gboolean on_ioctl(UMockdevIoctlBase *handler, UMockdevIoctlClient *client, gpointer data) {
  (void)handler;
  Device *device = data;
  gulong request = umockdev_ioctl_client_get_request(client);
  if (_IOC_TYPE(request) != 'H') return FALSE;
  UMockdevIoctlData *argument = umockdev_ioctl_client_get_arg(client);
  gsize bytes = _IOC_SIZE(request);
  g_autoptr(UMockdevIoctlData) memory = umockdev_ioctl_data_resolve(argument, 0, bytes, NULL);
  if (memory == NULL) return FALSE;
  g_rec_mutex_lock(&lock);
  switch (_IOC_NR(request)) {
    case 0x01: { /* HIDIOCGRDESCSIZE */
      int size = (int)device->descriptor_bytes;
      umockdev_ioctl_data_update(memory, 0, (guint8 *)&size, sizeof size);
      umockdev_ioctl_client_complete(client, 0, 0);
      break;
    }
    case 0x02: /* HIDIOCGRDESC */
      umockdev_ioctl_data_update(memory, 4, device->descriptor, (gint)device->descriptor_bytes);
      umockdev_ioctl_client_complete(client, 0, 0);
      break;
    case 0x03: { /* HIDIOCGRAWINFO */
      struct hidraw_devinfo info = {.bustype = 3, .vendor = (gint16)device->vendor, .product = (gint16)device->product};
      umockdev_ioctl_data_update(memory, 0, (guint8 *)&info, sizeof info);
      umockdev_ioctl_client_complete(client, 0, 0);
      break;
    }
    case 0x04: { /* HIDIOCGRAWNAME */
      gsize length = MIN(strlen(device->name) + 1, bytes);
      umockdev_ioctl_data_update(memory, 0, (guint8 *)device->name, (gint)length);
      umockdev_ioctl_client_complete(client, (glong)length, 0);
      break;
    }
    case 0x06: /* HIDIOCSFEATURE */
      tell(device, 'S', memory->data, bytes);
      umockdev_ioctl_client_complete(client, (glong)bytes, 0);
      break;
    case 0x07: /* HIDIOCGFEATURE */
      if (device->asking != NULL) {
        umockdev_ioctl_client_complete(client, -1, EBUSY);
        break;
      }
      device->asking = g_object_ref(client);
      device->asking_bytes = bytes;
      tell(device, 'G', memory->data, 1);
      break;
    default:
      umockdev_ioctl_client_complete(client, -1, EINVAL);
  }
  g_rec_mutex_unlock(&lock);
  return TRUE;
}

static void answer_feature(Device *device, const guint8 *payload, gsize bytes) {
  if (device->asking == NULL) return;
  UMockdevIoctlData *argument = umockdev_ioctl_client_get_arg(device->asking);
  g_autoptr(UMockdevIoctlData) memory = umockdev_ioctl_data_resolve(argument, 0, device->asking_bytes, NULL);
  gsize length = MIN(bytes, device->asking_bytes);
  if (memory == NULL || length == 0) {
    umockdev_ioctl_client_complete(device->asking, -1, EPIPE);
  } else {
    umockdev_ioctl_data_update(memory, 0, (guint8 *)payload, (gint)length);
    umockdev_ioctl_client_complete(device->asking, (glong)length, 0);
  }
  g_clear_object(&device->asking);
}

static void forget_reports(Device *device) {
  g_queue_clear_full(device->reports, (GDestroyNotify)g_byte_array_unref);
}

static void on_opened(UMockdevIoctlBase *handler, UMockdevIoctlClient *client, gpointer data) {
  (void)handler, (void)client;
  Device *device = data;
  g_rec_mutex_lock(&lock);
  if (device->opened == 0) forget_reports(device);
  device->opened += 1;
  g_rec_mutex_unlock(&lock);
}

static void on_left(UMockdevIoctlBase *handler, UMockdevIoctlClient *client, gpointer data) {
  (void)handler, (void)client;
  Device *device = data;
  g_rec_mutex_lock(&lock);
  device->opened -= 1;
  /* A report nobody took would be the next opener's first. */
  if (device->opened == 0 && device->slave >= 0) {
    forget_reports(device);
    tcflush(device->slave, TCIOFLUSH);
  }
  g_rec_mutex_unlock(&lock);
}

static gboolean pass_report(gpointer data) {
  Device *device = data;
  int unread = 0;
  /* What was written comes to the other side some time later; to poll there brings it at once, and the count is true. */
  struct pollfd readable = {.fd = device->slave, .events = POLLIN};
  gboolean more = TRUE;
  g_rec_mutex_lock(&lock);
  if (device->master < 0 || g_queue_is_empty(device->reports)) {
    device->pace_source = 0;
    more = FALSE;
  } else if (poll(&readable, 1, 0) >= 0 && ioctl(device->slave, FIONREAD, &unread) == 0 && unread == 0) {
    GByteArray *report = g_queue_pop_head(device->reports);
    (void)!write(device->master, report->data, report->len);
    g_byte_array_unref(report);
  }
  g_rec_mutex_unlock(&lock);
  return more;
}

static void queue_report(Device *device, const guint8 *payload, gsize bytes) {
  if (device->master < 0 || device->opened == 0 || g_queue_get_length(device->reports) >= MOST_QUEUED) return;
  GByteArray *report = g_byte_array_new();
  g_byte_array_append(report, payload, (guint)bytes);
  g_queue_push_tail(device->reports, report);
  if (device->pace_source != 0) return;
  device->pace_source = g_timeout_add(1, pass_report, device);
  pass_report(device);
}

static gboolean on_output(gint descriptor, GIOCondition condition, gpointer data) {
  (void)condition;
  Device *device = data;
  guint8 bytes[4096];
  ssize_t count = read(descriptor, bytes, sizeof bytes);
  if (count > 0) tell(device, 'O', bytes, (gsize)count);
  else if (count < 0 && errno == EAGAIN) return TRUE;
  if (count > 0) return TRUE;
  device->master_source = 0;
  return FALSE;
}

/* As in the kernel's tree: the interface above the device, and the device above its node. */
static gchar *description(Device *device, const gchar *serial) {
  GString *hex = g_string_new(NULL);
  for (gsize at = 0; at < device->descriptor_bytes; at += 1) g_string_append_printf(hex, "%02X", device->descriptor[at]);
  int n = device->number;
  gchar *usb = g_strdup_printf("/devices/pci0000:00/usb1/1-%d", n + 1);
  gchar *hid = g_strdup_printf("0003:%04X:%04X.%04X", device->vendor, device->product, n + 1);
  gchar *text = g_strdup_printf(
      "P: %s\nE: SUBSYSTEM=usb\nE: DEVTYPE=usb_device\nA: idVendor=%04x\\n\nA: idProduct=%04x\\n\nA: bcdDevice=0100\\n\n"
      "A: manufacturer=virtual\\n\nA: product=%s\\n\nA: serial=%s\\n\n\n"
      "P: %s/1-%d:1.0\nE: SUBSYSTEM=usb\nE: DEVTYPE=usb_interface\nA: bInterfaceNumber=00\\n\n\n"
      "P: %s/1-%d:1.0/%s\nE: SUBSYSTEM=hid\nE: HID_ID=0003:%08X:%08X\nE: HID_NAME=%s\nE: HID_UNIQ=%s\n"
      "E: HID_PHYS=usb-virtual-%d/input0\nH: report_descriptor=%s\n\n"
      "P: %s/1-%d:1.0/%s/hidraw/hidraw%d\nN: hidraw%d\nE: SUBSYSTEM=hidraw\nE: DEVNAME=/dev/hidraw%d\n"
      "E: MAJOR=240\nE: MINOR=%d\nA: dev=240:%d\\n\nL: device=../../../%s\n",
      usb, device->vendor, device->product, device->name, serial, usb, n + 1, usb, n + 1, hid, device->vendor,
      device->product, device->name, serial, n, hex->str, usb, n + 1, hid, n, n, n, n, n, hid);
  device->sys_paths[0] = g_strdup_printf("/sys%s/1-%d:1.0/%s/hidraw/hidraw%d", usb, n + 1, hid, n);
  device->sys_paths[1] = g_strdup_printf("/sys%s/1-%d:1.0/%s", usb, n + 1, hid);
  device->sys_paths[2] = g_strdup_printf("/sys%s/1-%d:1.0", usb, n + 1);
  device->sys_paths[3] = g_strdup_printf("/sys%s", usb);
  g_free(usb);
  g_free(hid);
  g_string_free(hex, TRUE);
  return text;
}

static gboolean plug(Device *device, const guint8 *payload, gsize bytes) {
  if (device->number >= 0 || bytes < 6) return FALSE;
  device->vendor = payload[0] | payload[1] << 8;
  device->product = payload[2] | payload[3] << 8;
  const guint8 *end = payload + bytes;
  const guint8 *serial = payload + 4;
  const guint8 *serial_end = memchr(serial, 0, (gsize)(end - serial));
  if (serial_end == NULL) return FALSE;
  const guint8 *name = serial_end + 1;
  const guint8 *name_end = memchr(name, 0, (gsize)(end - name));
  if (name_end == NULL) return FALSE;
  device->descriptor_bytes = (gsize)(end - name_end - 1);
  if (device->descriptor_bytes > sizeof device->descriptor) return FALSE;
  memcpy(device->descriptor, name_end + 1, device->descriptor_bytes);
  device->name = g_strdup((const gchar *)name);
  device->number = next_number++;
  device->node = g_strdup_printf("/dev/hidraw%d", device->number);

  gchar *text = description(device, (const gchar *)serial);
  GError *error = NULL;
  device->handler = umockdev_ioctl_base_new();
  g_signal_connect(device->handler, "handle-ioctl", G_CALLBACK(on_ioctl), device);
  g_signal_connect(device->handler, "client-connected", G_CALLBACK(on_opened), device);
  g_signal_connect(device->handler, "client-vanished", G_CALLBACK(on_left), device);
  /* The handler first: a host looks for devices all the time, and opens this one as soon as it is listed. */
  gboolean added = umockdev_testbed_attach_ioctl(bed, device->node, device->handler, &error) &&
                   umockdev_testbed_add_from_string(bed, text, &error);
  g_free(text);
  if (!added) {
    fprintf(stderr, "hid-bus: %s\n", error->message);
    return FALSE;
  }
  device->master = umockdev_testbed_get_dev_fd(bed, device->node);
  if (device->master < 0 || ptsname_r(device->master, device->slave_name, sizeof device->slave_name) != 0) return FALSE;
  /* Held and never read: without any open slave end the master ends with EIO each time the node is closed. */
  device->slave = open(device->slave_name, O_RDWR | O_NOCTTY | O_CLOEXEC);
  struct termios raw;
  tcgetattr(device->slave, &raw);
  cfmakeraw(&raw);
  tcsetattr(device->slave, TCSANOW, &raw);
  g_unix_set_fd_nonblocking(device->master, TRUE, NULL);
  device->master_source = g_unix_fd_add(device->master, G_IO_IN, on_output, device);
  gchar *number = g_strdup_printf("%d", device->number);
  tell(device, 'N', number, strlen(number));
  g_free(number);
  return TRUE;
}

/* umockdev keeps the terminal's number, and stops when the system gives the same one to the next device. */
static void forget_terminal(Device *device) {
  gchar *root = umockdev_testbed_get_root_dir(bed);
  gchar *file = g_strdelimit(g_strdup(device->slave_name), "/", '_');
  gchar *path = g_build_filename(root, "dev", ".ptymap", file, NULL);
  unlink(path);
  g_free(path);
  g_free(file);
  g_free(root);
}

static void pull_out(Device *device) {
  g_rec_mutex_lock(&lock);
  if (device->master_source != 0) g_source_remove(device->master_source);
  if (device->pace_source != 0) g_source_remove(device->pace_source);
  if (device->asking != NULL) answer_feature(device, NULL, 0);
  int master = device->master;
  device->master = -1;
  if (device->slave >= 0) close(device->slave);
  device->slave = -1;
  g_rec_mutex_unlock(&lock);
  if (device->sys_paths[0] != NULL) {
    umockdev_testbed_detach_ioctl(bed, device->node, NULL);
    for (gsize at = 0; at < LEVELS; at += 1) umockdev_testbed_remove_device(bed, device->sys_paths[at]);
    forget_terminal(device);
  }
  /* The hang-up is what whoever has the node open sees. */
  if (master >= 0) close(master);
  close(device->socket);
  forget_reports(device);
  /* Not freed: a handler may still be on its way in umockdev's thread, and a bus lives no longer than a test. */
}

/* Takes the messages that are whole. FALSE: this is no device. */
static gboolean take_messages(Device *device) {
  while (device->held->len >= 5) {
    guint32 length;
    memcpy(&length, device->held->data, 4);
    length = GUINT32_FROM_LE(length);
    if (length < 1 || length > LONGEST_MESSAGE) return FALSE;
    if (device->held->len < 4 + length) return TRUE;
    const guint8 *payload = device->held->data + 5;
    gsize bytes = length - 1;
    gboolean fits = TRUE;
    g_rec_mutex_lock(&lock);
    switch (device->held->data[4]) {
      case 'P':
        fits = plug(device, payload, bytes);
        break;
      case 'I':
        queue_report(device, payload, bytes);
        break;
      case 'F':
        answer_feature(device, payload, bytes);
        break;
      default:
        fits = FALSE;
    }
    g_rec_mutex_unlock(&lock);
    if (!fits) return FALSE;
    g_byte_array_remove_range(device->held, 0, 4 + length);
  }
  return TRUE;
}

static gboolean on_message(gint socket, GIOCondition condition, gpointer data) {
  (void)condition;
  Device *device = data;
  guint8 bytes[4096];
  ssize_t count = read(socket, bytes, sizeof bytes);
  if (count > 0) g_byte_array_append(device->held, bytes, (guint)count);
  if (count > 0 && take_messages(device)) return TRUE;
  pull_out(device);
  return FALSE;
}

static gboolean on_connection(gint listener, GIOCondition condition, gpointer data) {
  (void)condition, (void)data;
  int socket = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
  if (socket < 0) return TRUE;
  Device *device = g_new0(Device, 1);
  device->socket = socket;
  device->held = g_byte_array_new();
  device->number = device->master = device->slave = -1;
  device->reports = g_queue_new();
  device->socket_source = g_unix_fd_add(socket, G_IO_IN | G_IO_HUP, on_message, device);
  return TRUE;
}

static gboolean on_end(gpointer loop) {
  g_main_loop_quit(loop);
  return FALSE;
}

static gboolean on_parent_gone(gint descriptor, GIOCondition condition, gpointer loop) {
  (void)condition;
  char bytes[64];
  if (read(descriptor, bytes, sizeof bytes) > 0) return TRUE;
  g_main_loop_quit(loop);
  return FALSE;
}

int main(int count, char **arguments) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (count != 2 || strlen(arguments[1]) >= sizeof address.sun_path) {
    fprintf(stderr, "usage: hid-bus SOCKET\n");
    return 2;
  }
  g_rec_mutex_init(&lock);
  bed = umockdev_testbed_new();
  strcpy(address.sun_path, arguments[1]);
  int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  unlink(address.sun_path);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 16) != 0) {
    perror("hid-bus");
    return 1;
  }
  GMainLoop *loop = g_main_loop_new(NULL, FALSE);
  g_unix_fd_add(listener, G_IO_IN, on_connection, NULL);
  /* Whoever started it holds the other end of standard input: no bus stays behind. */
  g_unix_fd_add(STDIN_FILENO, G_IO_IN | G_IO_HUP, on_parent_gone, loop);
  g_unix_signal_add(SIGTERM, on_end, loop);
  g_unix_signal_add(SIGINT, on_end, loop);
  printf("{\"ready\":true,\"root\":\"%s\"}\n", umockdev_testbed_get_root_dir(bed));
  fflush(stdout);
  g_main_loop_run(loop);
  unlink(address.sun_path);
  g_object_unref(bed);
  return 0;
}
