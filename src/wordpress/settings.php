<?php
/** The settings page, by WordPress's Settings API, which checks the capability and the nonce. */

namespace ContactSignup;

defined( 'ABSPATH' ) || exit;

const OPTION = 'contact_signup';

add_action( 'admin_menu', __NAMESPACE__ . '\add_page' );
add_action( 'admin_init', __NAMESPACE__ . '\add_settings' );

function settings(): array {
	$saved = get_option( OPTION );
	return ( is_array( $saved ) ? $saved : array() ) + array_fill_keys( array_keys( setting_texts() ), '' );
}

/** @return array label and description of each setting, by name */
function setting_texts(): array {
	$endpoint = __( 'URL of your proxy, to which forms post: https://forms.example.com/api/signup', 'contact-signup' );
	$terms    = __( 'URL of the terms, linked beside their checkbox', 'contact-signup' );
	$privacy  = __( 'URL of the privacy policy. If empty: the page chosen under Settings, Privacy', 'contact-signup' );
	$fallback = __( 'Shows where the form cannot run: Please write to hello@example.com to sign up.', 'contact-signup' );
	return array(
		'endpoint'    => array( __( 'Endpoint', 'contact-signup' ), $endpoint ),
		'terms_url'   => array( __( 'Terms', 'contact-signup' ), $terms ),
		'privacy_url' => array( __( 'Privacy policy', 'contact-signup' ), $privacy ),
		'fallback'    => array( __( 'Without JavaScript', 'contact-signup' ), $fallback ),
	);
}

function add_page(): void {
	$title = __( 'Contact Signup', 'contact-signup' );
	add_options_page( $title, $title, 'manage_options', OPTION, __NAMESPACE__ . '\render_page' );
}

/** In the plugin's row of the list of plugins. */
function add_settings_link( array $links ): array {
	$url  = esc_url( admin_url( 'options-general.php?page=' . OPTION ) );
	$text = esc_html__( 'Settings', 'contact-signup' );
	return array( 'settings' => "<a href=\"$url\">$text</a>" ) + $links;
}

function add_settings(): void {
	register_setting( OPTION, OPTION, array( 'sanitize_callback' => __NAMESPACE__ . '\sanitize' ) );
	add_settings_section( OPTION, '', __NAMESPACE__ . '\render_hint', OPTION );
	foreach ( setting_texts() as $name => list( $label, $description ) ) {
		$field = compact( 'name', 'description' ) + array( 'label_for' => "contact-signup-$name" );
		add_settings_field( $name, $label, __NAMESPACE__ . '\render_field', OPTION, OPTION, $field );
	}
}

/** @return array the pattern of each URL, and what it expects in words, by name */
function url_rules(): array {
	/* translators: 1: example of a URL, 2: example of a path */
	$proxy = __(
		'expected a whole https URL with the proxy’s path, like %1$s, or on this site %2$s; http only for localhost',
		'contact-signup'
	);
	$proxy = sprintf( $proxy, 'https://forms.example.com/api/signup', '/api/signup' );
	$page  = __( 'expected a URL that begins with https://, or a path that begins with /', 'contact-signup' );
	$link  = array( '#^(?:https?://[^/]|/(?!/))#i', $page );
	// With a path, as the proxy has none at `/`; without a user name, which fetch() refuses.
	$endpoint = '~^(?:https://[^/?\#@\s]+|http://(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?)?/[^/?\#\s]~i';
	return array( 'endpoint' => array( $endpoint, $proxy ), 'terms_url' => $link, 'privacy_url' => $link );
}

/** Keeps the earlier value of a URL that does not match its pattern. */
function sanitize( $input ): array {
	$input = array_map( 'trim', array_filter( (array) $input, 'is_string' ) );
	$saved = settings();
	foreach ( url_rules() as $name => list( $pattern, $expected ) ) {
		$given = $input[ $name ] ?? '';
		if ( '' === $given || preg_match( $pattern, $given ) ) {
			$saved[ $name ] = esc_url_raw( $given, array( 'http', 'https' ) );
			continue;
		}
		add_settings_error( OPTION, $name, esc_html( setting_texts()[ $name ][0] . ': ' . $expected ) );
	}
	$saved['fallback'] = wp_kses( $input['fallback'] ?? '', 'data' );
	return $saved;
}

function render_page(): void {
	echo '<div class="wrap"><h1>' . esc_html( get_admin_page_title() ) . '</h1><form action="options.php" method="post">';
	settings_fields( OPTION );
	do_settings_sections( OPTION );
	submit_button();
	echo '</form></div>';
}

function render_hint(): void {
	$home   = wp_parse_url( home_url() );
	$origin = $home['scheme'] . '://' . $home['host'] . ( isset( $home['port'] ) ? ':' . $home['port'] : '' );
	/* translators: %s: origin of this site */
	$hint = __( 'Allow this site in the settings of your proxy: ALLOWED_ORIGINS=%s', 'contact-signup' );
	echo '<p>' . esc_html( sprintf( $hint, $origin ) ) . '</p>';
}

function render_field( array $field ): void {
	printf(
		'<input class="regular-text" type="text" id="%s" name="%s" value="%s"><p class="description">%s</p>',
		esc_attr( $field['label_for'] ),
		esc_attr( OPTION . '[' . $field['name'] . ']' ),
		esc_attr( settings()[ $field['name'] ] ),
		esc_html( $field['description'] )
	);
}
