/** The block in the editor: the blocks inside are what stands above the form, which itself shows on the page only. */
;(({blocks, blockEditor, components, element, i18n}) => {
  const {createElement: h, Fragment} = element
  const {__} = i18n

  const texts = {
    fields: __('Fields', 'contact-signup'),
    lists: __('Lists', 'contact-signup'),
    tags: __('Tags', 'contact-signup'),
    country: __('Country of the phone', 'contact-signup'),
    countries: __('Countries offered', 'contact-signup'),
    consent: __('Consent checkboxes', 'contact-signup'),
    terms: __('Text of the terms checkbox', 'contact-signup'),
    marketing: __('Text of the marketing checkbox', 'contact-signup'),
    termsUrl: __('URL of the terms', 'contact-signup'),
    privacyUrl: __('URL of the privacy policy', 'contact-signup'),
    submit: __('Label of the button', 'contact-signup'),
    success: __('Thank-you message', 'contact-signup'),
    successUrl: __('Page to open after success', 'contact-signup'),
    footer: __('Text below the button', 'contact-signup'),
    attribution: __('Attribution', 'contact-signup'),
    layout: __('Layout', 'contact-signup'),
    lang: __('Language', 'contact-signup'),
  }
  const flags = {
    prefill: __('Fill fields from the query of the URL', 'contact-signup'),
    proofOfWork: __('Solve the proxy’s proof of work while the visitor types', 'contact-signup'),
  }

  // The build puts what the manifest of the element says here, in calls of __().
  const help = __HELP__

  function Edit({attributes, setAttributes}) {
    const set = name => value => setAttributes({[name]: value || undefined})
    const textControls = Object.entries(texts).map(([name, label]) =>
      h(components.TextControl, {
        key: name,
        label,
        help: help[name],
        value: attributes[name] ?? '',
        onChange: set(name),
      }),
    )
    const toggles = Object.entries(flags).map(([name, label]) =>
      h(components.ToggleControl, {
        key: name,
        label,
        help: help[name],
        checked: Boolean(attributes[name]),
        onChange: set(name),
      }),
    )
    return h(
      Fragment,
      null,
      h(
        blockEditor.InspectorControls,
        null,
        h(components.PanelBody, {title: __('Form', 'contact-signup')}, textControls, toggles),
      ),
      h(
        'div',
        blockEditor.useBlockProps(),
        h(blockEditor.InnerBlocks, {renderAppender: blockEditor.InnerBlocks.ButtonBlockAppender}),
        h(components.Placeholder, {
          icon: 'email',
          label: __('Signup form', 'contact-signup'),
          instructions: __('The form shows on the page. Its options are in the sidebar.', 'contact-signup'),
        }),
      ),
    )
  }

  blocks.registerBlockType('contact-signup/form', {edit: Edit, save: () => h(blockEditor.InnerBlocks.Content)})
})(window.wp)
