/**
 * What stands in the way of enforcing decisions, and drafts of zones and providers.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.cli.doctor;
