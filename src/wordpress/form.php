<?php
/** Renders the tag, of a shortcode or a block. */

namespace ContactSignup;

defined( 'ABSPATH' ) || exit;

/** The attributes that authors may set. The endpoint, where the visitors' data goes, only an administrator sets. */
const TEXTS = array(
	'id', 'lang', 'fields', 'country', 'countries', 'consent', 'lists', 'tags', 'attribution', 'layout', 'messages',
);
const URLS  = array( 'terms-url', 'privacy-url', 'success-url' );
const FLAGS = array( 'prefill', 'proof-of-work' );

/** The slots with a line of text, by attribute: the element and its slot. */
const SLOTS = array(
	'title'     => array( 'h2', 'intro' ),
	'terms'     => array( 'span', 'terms' ),
	'marketing' => array( 'span', 'marketing' ),
	'submit'    => array( 'span', 'submit' ),
	'success'   => array( 'p', 'success' ),
	'footer'    => array( 'p', 'footer' ),
);

/** @param array|string $given attributes by name; the names of those without a value, by number */
function render_shortcode( $given, $content = null ): string {
	$attributes = array();
	foreach ( (array) $given as $name => $value ) {
		$attributes += is_int( $name ) ? array( strtolower( $value ) => true ) : array( $name => $value );
	}
	// wpautop leaves a paragraph's end at the start of the content, and a start at its end.
	$intro = wp_kses_post( force_balance_tags( trim( (string) $content ) ) );
	$note = render_unknown( array_keys( $attributes ), array_merge( TEXTS, URLS, FLAGS, array_keys( SLOTS ) ) );
	return render( $attributes, $intro, 'class="contact-signup"', $note );
}

/** @param array $given attributes, in camel case as those of all blocks */
function render_block( $given, $content ): string {
	$type       = \WP_Block_Type_Registry::get_instance()->get_registered( 'contact-signup/form' );
	$note       = render_unknown( array_keys( $given ), array_keys( $type->get_attributes() ) );
	$attributes = array();
	foreach ( $given as $name => $value ) {
		$attributes[ strtolower( preg_replace( '/[A-Z]/', '-$0', $name ) ) ] = $value;
	}
	return render( $attributes, trim( $content ), get_block_wrapper_attributes(), $note );
}

/** The wrapper ends a paragraph that WordPress has put around a shortcode: else the slots would, and fall out. */
function render( array $attributes, string $intro, string $wrapper, string $note ): string {
	$settings = settings();
	if ( '' === $settings['endpoint'] ) {
		$hint = __( 'Contact Signup has no endpoint yet: see Settings, Contact Signup.', 'contact-signup' );
		return "<div $wrapper>" . $note . render_fallback( $settings['fallback'] ) . render_note( $hint ) . '</div>';
	}
	enqueue_script();
	$attributes = array_filter( $attributes, 'is_scalar' ) + array(
		'lang'        => language(),
		'terms-url'   => $settings['terms_url'],
		'privacy-url' => $settings['privacy_url'] ? $settings['privacy_url'] : get_privacy_policy_url(),
	);
	return "<div $wrapper>$note<contact-signup endpoint=\"" . esc_url( $settings['endpoint'] ) . '"'
		. render_attributes( $attributes ) . '>' . render_slots( $attributes, $intro )
		. render_fallback( $settings['fallback'] ) . '</contact-signup></div>';
}

function render_attributes( array $attributes ): string {
	$html = '';
	foreach ( TEXTS as $name ) {
		$text  = esc_attr( $attributes[ $name ] ?? '' );
		$html .= '' === $text ? '' : " $name=\"$text\"";
	}
	foreach ( URLS as $name ) {
		$url   = esc_url( $attributes[ $name ] ?? '', array( 'http', 'https' ) );
		$html .= '' === $url ? '' : " $name=\"$url\"";
	}
	foreach ( FLAGS as $name ) {
		$html .= wp_validate_boolean( $attributes[ $name ] ?? false ) ? " $name" : '';
	}
	return $html;
}

function render_slots( array $attributes, string $intro ): string {
	$html = '';
	foreach ( SLOTS as $name => list( $element, $slot ) ) {
		$text  = wp_kses( (string) ( $attributes[ $name ] ?? '' ), 'data' );
		$html .= '' === $text ? '' : "<$element slot=\"$slot\">$text</$element>";
	}
	return $html . ( '' === $intro ? '' : "<div slot=\"intro\">$intro</div>" );
}

/** Content without a slot shows where the script does not run: not in the first seconds, as it may still be loading. */
function render_fallback( string $text ): string {
	$text      = make_clickable( wp_kses( $text, 'data' ) );
	$animation = 'contact-signup > .contact-signup-instead { animation: 3s step-end contact-signup-instead }';
	$keyframes = '@keyframes contact-signup-instead { from { visibility: hidden } }';
	return '' === $text ? '' : "<style>$animation $keyframes</style><p class=\"contact-signup-instead\">$text</p>";
}

/** The block's own attributes are those of its type, which WordPress and other plugins add to. */
function render_unknown( array $given, array $known ): string {
	$unknown = array_diff( $given, $known );
	/* translators: 1: attributes that the author wrote, 2: all attributes */
	$note = __( 'Contact Signup does not know: %1$s. Its attributes are: %2$s.', 'contact-signup' );
	return $unknown ? render_note( sprintf( $note, implode( ', ', $unknown ), implode( ', ', $known ) ) ) : '';
}

/** Only those who may write posts see it. */
function render_note( string $text ): string {
	return current_user_can( 'edit_posts' ) ? '<p>' . esc_html( $text ) . '</p>' : '';
}

/** The BCP 47 tag of the locale: `de-DE` of `de_DE_formal`. */
function language(): string {
	$is_tag = preg_match( '/^[a-z]{2,3}(?:_[A-Z]{2})?(?![a-zA-Z])/', get_locale(), $match );
	return $is_tag ? str_replace( '_', '-', $match[0] ) : '';
}
