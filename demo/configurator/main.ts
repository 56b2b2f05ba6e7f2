/** The configurator's script: loads what it knows of the product, and shows the page. */
import {SignupConfigurator} from './configurator.ts'
import type {Product} from './model/product.ts'

const place = document.querySelector('#configurator')!
const response = await fetch('data.json')
if (response.ok) {
  const configurator = new SignupConfigurator()
  configurator.product = (await response.json()) as Product
  place.replaceChildren(configurator)
} else place.textContent = `data.json could not be loaded: status ${response.status}`
