/*
 * Stands in for Avahi, loaded before it: ippeveprinter does not start without announcing itself on the network, also when
 * it is told not to. Everything here succeeds and does nothing.
 */
static int anything;

void *avahi_threaded_poll_new(void) { return &anything; }
const void *avahi_threaded_poll_get(void *poll) { (void)poll; return &anything; }
int avahi_threaded_poll_start(void *poll) { (void)poll; return 0; }
void avahi_threaded_poll_lock(void *poll) { (void)poll; }
void avahi_threaded_poll_unlock(void *poll) { (void)poll; }
void *avahi_client_new(const void *api, int flags, void *callback, void *data, int *error)
{
    (void)api, (void)flags, (void)callback, (void)data, (void)error;
    return &anything;
}
int avahi_client_errno(void *client) { (void)client; return 0; }
const char *avahi_client_get_host_name_fqdn(void *client) { (void)client; return "localhost"; }
void *avahi_entry_group_new(void *client, void *callback, void *data)
{
    (void)client, (void)callback, (void)data;
    return &anything;
}
int avahi_entry_group_free(void *group) { (void)group; return 0; }
int avahi_entry_group_commit(void *group) { (void)group; return 0; }
int avahi_entry_group_add_service_strlst(void *group, ...) { (void)group; return 0; }
int avahi_entry_group_add_service_subtype(void *group, ...) { (void)group; return 0; }
