/**
 * What is assessed of a cluster, read kind by kind and page by page, and the releases that Helm
 * keeps there.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.source;
