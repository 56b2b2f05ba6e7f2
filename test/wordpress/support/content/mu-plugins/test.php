<?php
/** What the tests choose by the query of a URL: the theme and the locale of a page. Posts have the classic editor. */

defined( 'ABSPATH' ) || exit;

foreach ( array( 'template', 'stylesheet' ) as $name ) {
	add_filter( $name, fn( $theme ) => isset( $_GET['classic'] ) ? 'classic' : $theme );
}
add_filter( 'locale', fn( $locale ) => preg_match( '/^\w+$/', $_GET['locale'] ?? '' ) ? $_GET['locale'] : $locale );
add_filter( 'use_block_editor_for_post_type', fn( $uses, $type ) => 'post' !== $type && $uses, 10, 2 );

// No request leaves the test. WordPress asks its own server too, which answers one request at a time.
add_filter( 'pre_http_request', fn() => array( 'response' => array( 'code' => 404 ), 'headers' => array(), 'body' => '' ) );
