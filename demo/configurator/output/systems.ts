/** What a step tells the author to paste, by the id of its snippet. */
export interface System {
  name: string
  steps: readonly string[]
}

const host =
  'Serve `contact-signup.js`, `embed.js`, `chunks/` and `retry/` from a host of yours over HTTPS, with the header `Access-Control-Allow-Origin: *`, and set that folder above: this system takes no folders of scripts.'

/** The system of this id, or else plain HTML: a link may have any. */
export const findSystem = (id: string): System => (Object.hasOwn(systems, id) ? systems[id] : systems.html)!

/** The steps for each system. Backticks mark code. The guide of the package explains them in full. */
export const systems: Readonly<Record<string, System>> = {
  html: {
    name: 'Plain HTML',
    steps: [
      'Copy `contact-signup.js`, `chunks/` and `retry/` from the package’s `dist` to the folder named above.',
      'Paste the import map and then the script line into the `head`, before any other module script.',
      'Paste the tag where the form belongs, and the CSS into your style sheet.',
      'Start the proxy with the settings, and send the policy as a header.',
    ],
  },
  wordpress: {
    name: 'WordPress',
    steps: [
      'Upload `contact-signup.js`, `chunks/` and `retry/` to a folder of the site, by SFTP or the host’s file manager: the media library refuses scripts.',
      'As an administrator or editor, add a Custom HTML block, and paste the script line and the tag. WordPress removes the tag from what authors write.',
      'Do not paste into a Classic block: it wraps the tag in paragraphs, and your texts fall out of the form.',
      'Paste the CSS under Appearance › Editor › Styles › Additional CSS.',
      'Leave the import map out if the page has one already: few browsers take two.',
    ],
  },
  webflow: {
    name: 'Webflow',
    steps: [
      host,
      'Paste the script line under Site settings › Custom code › Head code.',
      'Add a Code Embed element, and paste the tag and, in a `style` element, the CSS.',
      'Add the origin of the preview, such as `https://NAME.webflow.io`, to the origins above.',
    ],
  },
  ghost: {
    name: 'Ghost',
    steps: [
      host,
      'Paste the script line, and the CSS in a `style` element, under Settings › Code injection › Site header.',
      'Add an HTML card to the post or page, and paste the tag.',
    ],
  },
  shopify: {
    name: 'Shopify',
    steps: [
      host,
      'Paste the script line into the `head` of `layout/theme.liquid`, under Online Store › Themes › Edit code.',
      'Add a Custom Liquid section or block in the theme editor, and paste the tag. Liquid reads two curly brackets in a row as its own: put a space between them.',
      'Paste the CSS under Theme settings › Custom CSS.',
    ],
  },
  squarespace: {
    name: 'Squarespace',
    steps: [
      host,
      'Paste the script line under Website › Pages › Custom code › Code injection › Header. It depends on the plan.',
      'Add a Code block of the kind HTML, and paste the tag.',
      'Paste the CSS under Custom CSS.',
    ],
  },
  drupal: {
    name: 'Drupal',
    steps: [
      'Copy `contact-signup.js`, `chunks/` and `retry/` into your theme, and add the script to a library of it with `attributes: {type: module}`.',
      'Add a custom block with the text format Full HTML, and paste the tag. Basic and Restricted HTML remove it.',
      'Paste the CSS into the theme’s style sheet.',
    ],
  },
  other: {
    name: 'Another system',
    steps: [
      'Serve `contact-signup.js`, `embed.js`, `chunks/` and `retry/` from the folder named above.',
      'Paste the script line where the system takes code for the `head`. If it takes classic scripts only, choose the classic script above.',
      'Paste the tag where it takes HTML, in a block that keeps unknown tags.',
    ],
  },
}
