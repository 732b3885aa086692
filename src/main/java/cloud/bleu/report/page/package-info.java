/**
 * What the page of an estate says, as records that are written as JSON or as HTML.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.report.page;
