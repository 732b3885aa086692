package cloud.bleu.evidence;

import cloud.bleu.evidence.Fault.Code;
import cloud.bleu.placement.Estate;
import cloud.bleu.placement.ZoneRule;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes the estate of a pass from its recorded documents. What several passes share is read once.
 */
final class InputReader {

  /** Decoded documents that are kept. */
  private static final int KEPT = 8192;

  private static final Type RULES = RecordTree.rulesType();

  private final Path directory;
  private final Map<String, Object> decoded =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Object> eldest) {
          return size() > KEPT;
        }
      };
  private final RecordTree trees;

  /**
   * @param maker of the rules that are not of the catalogue
   */
  InputReader(Path directory, Function<ZoneRule.Making, ZoneRule> maker) {
    this.directory = directory;
    this.trees = RecordTree.reading(this::rules, maker);
  }

  /**
   * @param engine that decided
   * @param form of its records
   * @param estate that it decided on
   */
  record Read(String engine, String form, Estate estate) {
    /** Whether the engine here is the one that decided. */
    boolean ofThisEngine() {
      return engine.equals(EngineName.of(estate)) && form.equals(InputRecorder.FORM);
    }
  }

  /** A document is not there, or is not the one that was recorded. */
  static final class NotHereException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Code code;

    NotHereException(Code code, String message) {
      super(message, null, false, false);
      this.code = code;
    }

    Code code() {
      return code;
    }
  }

  /**
   * The estate of a root.
   *
   * @throws NotHereException when a document is missing or changed
   * @throws IllegalArgumentException when a document cannot be read by this release; the message
   *     says why
   */
  Read read(String digest) throws IOException {
    Map<String, Object> root = JsonTree.object(document(digest));
    String engine = String.valueOf(root.remove("engine"));
    String form = String.valueOf(root.remove("form"));
    List<@Nullable Object> values = new ArrayList<>();
    RecordShape shape = RecordShape.of(Estate.class);
    for (RecordShape.Part part : shape.parts()) {
      Object held = root.remove(part.name());
      values.add(
          part.type() instanceof ParameterizedType
              ? items(held, part.type())
              : trees.decode(held, part.type()));
    }
    if (!root.isEmpty()) {
      throw new IllegalArgumentException("not known here: " + root.keySet());
    }
    try {
      return new Read(engine, form, (Estate) shape.constructor().newInstance(values.toArray()));
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
    }
  }

  private List<Object> items(@Nullable Object held, Type type) throws IOException {
    List<Object> items = new ArrayList<>();
    for (Object chunk : held instanceof List<?> list ? list : List.of()) {
      String digest = String.valueOf(chunk);
      Object known = decoded.get(digest);
      if (known == null) {
        known = trees.decode(JsonTree.parse(document(digest)), type);
        decoded.put(digest, known == null ? List.of() : known);
      }
      items.addAll((List<?>) (known == null ? List.of() : known));
    }
    return items;
  }

  /** The rules of a document. */
  private Object rules(String digest) {
    Object known = decoded.get(digest);
    if (known == null) {
      try {
        known =
            List.copyOf(
                (List<?>)
                    Objects.requireNonNull(
                        trees.decode(JsonTree.parse(document(digest)), RULES)));
      } catch (IOException e) {
        throw new NotHereException(Code.InputMissing, String.valueOf(e.getMessage()));
      }
      decoded.put(digest, known);
    }
    return known;
  }

  private String document(String digest) throws IOException {
    Path file = EvidenceFiles.input(directory, digest);
    String name = EvidenceFiles.INPUTS + "/" + file.getFileName();
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new NotHereException(Code.InputMissing, name + " is missing");
    } catch (java.nio.charset.MalformedInputException e) {
      throw new NotHereException(Code.InputChanged, name + " is not UTF-8");
    }
    if (!("sha256:" + Digest.hexOf(text)).equals(digest)) {
      throw new NotHereException(Code.InputChanged, name + " is not what its name says");
    }
    return text;
  }
}
