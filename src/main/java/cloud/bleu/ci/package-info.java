/**
 * What CI systems and forges read of findings, whoever found them: SARIF, JUnit and Markdown.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.ci;
