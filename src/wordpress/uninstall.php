<?php
/** Removes what the plugin has stored: its one option, on every site of a network. */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

foreach ( is_multisite() ? get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) : array() as $contact_signup_site ) {
	delete_blog_option( $contact_signup_site, 'contact_signup' );
}
delete_option( 'contact_signup' );
