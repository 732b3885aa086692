package cloud.bleu.translate.manifest;

/**
 * Where an object begins.
 *
 * @param file as the caller named it; {@code -} for standard input
 * @param line counted from 1
 */
public record SourceLine(String file, int line) {}
