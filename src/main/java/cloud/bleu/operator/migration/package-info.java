/**
 * Plans of migrations: the thread that reads what they name, page by page, and plans it.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.migration;
