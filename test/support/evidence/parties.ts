/** The settings that consent records of ISO/IEC TS 27560 need. */
export const parties = {
  CONTROLLER_NAME: 'Example Ltd',
  CONTROLLER_ADDRESS: '1 Example Street, Dublin',
  CONTROLLER_CONTACT: 'privacy@example.com',
  PROCESSOR_NAME: 'CRM Inc.',
  PROCESSOR_ADDRESS: '2 Example Street, Berlin',
  PROCESSOR_CONTACT: 'https://crm.example/contact',
  JURISDICTION: 'IE EU',
  STORAGE_LOCATION: 'DE',
}
