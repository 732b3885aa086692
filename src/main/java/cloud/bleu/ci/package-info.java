/**
 * What CI systems and forges read of findings, whoever found them: SARIF, JUnit and Markdown.
 *
 * <p>It may import {@code credential} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.ci;
