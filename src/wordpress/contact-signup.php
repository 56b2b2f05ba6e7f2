<?php
/**
 * Plugin Name:       Contact Signup
 * Description:       The signup form <contact-signup>, as a shortcode and a block. It posts to your own proxy.
 * Version:           __VERSION__
 * Requires at least: 6.2
 * Requires PHP:      7.4
 * License:           MIT
 * License URI:       https://opensource.org/license/mit
 * Text Domain:       contact-signup
 *
 * MIT, as the form that it holds: it may be combined with WordPress under the GPL.
 */

namespace ContactSignup;

defined( 'ABSPATH' ) || exit;

require __DIR__ . '/settings.php';
require __DIR__ . '/form.php';

add_action( 'init', __NAMESPACE__ . '\register' );
add_filter( 'plugin_action_links_' . plugin_basename( __FILE__ ), __NAMESPACE__ . '\add_settings_link' );
add_filter( 'script_loader_tag', __NAMESPACE__ . '\to_module', 10, 2 );

function register(): void {
	add_shortcode( 'contact-signup', __NAMESPACE__ . '\render_shortcode' );
	$needs = array( 'wp-block-editor', 'wp-blocks', 'wp-components', 'wp-element', 'wp-i18n' );
	wp_register_script( 'contact-signup-editor', plugins_url( 'editor.js', __FILE__ ), $needs, '__VERSION__', true );
	wp_set_script_translations( 'contact-signup-editor', 'contact-signup' );
	register_block_type( __DIR__, array( 'render_callback' => __NAMESPACE__ . '\render_block' ) );
}

/** The URL has no version: late chunks import the file by its bare URL, so browsers would load it a second time. */
function enqueue_script(): void {
	$url = plugins_url( 'script/contact-signup.js', __FILE__ );
	if ( function_exists( 'wp_enqueue_script_module' ) ) {
		wp_enqueue_script_module( 'contact-signup', $url, array(), null );
	} else {
		wp_enqueue_script( 'contact-signup', $url, array(), null, true );
	}
}

/** WordPress before 6.5 prints classic scripts only. */
function to_module( string $tag, string $handle ): string {
	$pattern = '/<script(?: type=([\'"])text\/javascript\1)?/';
	return 'contact-signup' === $handle ? preg_replace( $pattern, '<script type="module"', $tag, 1 ) : $tag;
}
