package cloud.bleu.evidence.chain;

import cloud.bleu.evidence.record.CanonicalJson;
import cloud.bleu.evidence.record.Digest;
import cloud.bleu.evidence.record.JsonTree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the chain as it is exported: one line of canonical JSON, whose SHA-256 is what the
 * next entry names as {@code previous}.
 *
 * @param fields everything that the line says
 * @param hash of the line
 */
public record ChainLine(
    String text, Map<String, Object> fields, long sequence, String previous, String hash) {

  /** The line of an entry. Fields are as {@link CanonicalJson} takes them. */
  public static ChainLine of(Map<String, ?> fields) {
    return read(CanonicalJson.text(fields));
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException when it is no entry in canonical form; the message says why
   */
  public static ChainLine read(String text) {
    Map<String, Object> fields = JsonTree.object(text);
    if (!CanonicalJson.text(fields).equals(text)) {
      throw new IllegalArgumentException("not in canonical form (RFC 8785)");
    }
    if (!(fields.get("sequence") instanceof Long sequence) || sequence < 1) {
      throw new IllegalArgumentException("it has no sequence");
    }
    if (!(fields.get("previous") instanceof String previous)) {
      throw new IllegalArgumentException("it does not name the entry before it");
    }
    return new ChainLine(text, fields, sequence, previous, "sha256:" + Digest.hexOf(text));
  }

  /**
   * The entries of a segment. Lines that are no entry are left out; {@code bleu verify} reports
   * them.
   *
   * @throws IOException when it cannot be read
   */
  public static List<ChainLine> all(Path segment) throws IOException {
    List<ChainLine> lines = new ArrayList<>();
    ExportLines.of(
        segment,
        read -> {
          try {
            lines.add(read(read.text()));
          } catch (IllegalArgumentException e) {
            return;
          }
        });
    return lines;
  }

  /** The kind of a record; {@code Decision} for an entry that places a workload. */
  public String kind() {
    return text("kind", "Decision");
  }

  /** A field that is text, or else the other. */
  public String text(String field, String otherwise) {
    return fields.get(field) instanceof String s ? s : otherwise;
  }

  /** A value of the content of a record, null when it has none of that name. */
  public @Nullable String content(String name) {
    return fields.get("content") instanceof Map<?, ?> map && map.get(name) instanceof String s
        ? s
        : null;
  }

  /** A whole number of the content of a record, -1 when it has none of that name. */
  public long number(String name) {
    String text = content(name);
    try {
      return text == null ? -1 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** When it was committed, null when it does not say. */
  public @Nullable Instant time() {
    try {
      return fields.get("time") instanceof String s ? Instant.parse(s) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
