/**
 * The page of an estate as one file of HTML: templates, the map, and what a browser may do with it.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.report.html;
