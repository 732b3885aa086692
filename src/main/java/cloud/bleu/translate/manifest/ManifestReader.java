package cloud.bleu.translate.manifest;

import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.manifest.ManifestProblem.Nature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads manifests. A document that cannot be read is a problem and does not keep the others from
 * being read.
 */
public final class ManifestReader {

  private static final Pattern SEPARATOR =
      Pattern.compile("^---(?=[ \\t]*(#.*)?\\r?$)", Pattern.MULTILINE);
  private static final Pattern BLANK = Pattern.compile("(\\s|#.*|\\.\\.\\.)*");

  private final List<Manifest> manifests = new ArrayList<>();
  private final Receiver receiver;
  private int number;

  private ManifestReader(Receiver receiver) {
    this.receiver = receiver;
  }

  /** Takes what is read, while it is read. */
  public interface Receiver {

    /**
     * Takes the objects of one document, of which there are several in a List.
     *
     * @param objects with an apiVersion and a kind; a name may be missing where the object asks for
     *     a generated one
     */
    void objects(List<Manifest> objects);

    /** Takes something that is none. */
    void problem(ManifestProblem problem);
  }

  /** Keeps everything, and takes no object without a name. */
  private static final class Kept implements Receiver {
    private final List<Manifest> manifests = new ArrayList<>();
    private final List<ManifestProblem> problems = new ArrayList<>();

    @Override
    public void objects(List<Manifest> objects) {
      for (Manifest manifest : objects) {
        if (manifest.ref().name().isEmpty()) {
          problems.add(
              DocumentProblems.unnamed(manifest.document(), manifest.prefix(), manifest.json()));
        } else {
          manifests.add(manifest);
        }
      }
    }

    @Override
    public void problem(ManifestProblem problem) {
      problems.add(problem);
    }
  }

  /**
   * What was read.
   *
   * @param manifests objects with an apiVersion, a kind and a name, the items of Lists one by one
   */
  public record Result(List<Manifest> manifests, List<ManifestProblem> problems) {
    public Result {
      manifests = List.copyOf(manifests);
      problems = List.copyOf(problems);
    }
  }

  /**
   * Reads files, directories and {@code -}.
   *
   * @param arguments as given with {@code -f}
   */
  public static Result read(List<String> arguments, InputStream standardInput) {
    Kept kept = new Kept();
    read(arguments, standardInput, kept);
    return new Result(kept.manifests, kept.problems);
  }

  /** Reads the same, and keeps nothing of a document that it has handed over. */
  public static void read(List<String> arguments, InputStream standardInput, Receiver receiver) {
    ManifestReader reader = new ManifestReader(receiver);
    new ManifestFiles(receiver::problem)
        .read(arguments, standardInput, source -> reader.file(source.name(), source.text()));
  }

  /**
   * Reads one text in the same way.
   *
   * @param name as it is told of where something stands
   */
  public static void read(String name, String text, Receiver receiver) {
    new ManifestReader(receiver).file(name, text);
  }

  private void file(String name, String text) {
    number = 0;
    int forbidden = Characters.indexOfForbidden(text);
    if (forbidden >= 0) {
      int line = 1 + (int) text.substring(0, forbidden).chars().filter(c -> c == '\n').count();
      receiver.problem(
          new ManifestProblem(
              name,
              line,
              Math.max(1, separatorsBefore(text, forbidden)),
              ": the text contains the character "
                  + Characters.name(text.charAt(forbidden))
                  + "; "
                  + Characters.whatToDo(text)));
      return;
    }
    Matcher separator = SEPARATOR.matcher(text);
    int start = 0;
    int line = 1;
    while (true) {
      boolean more = separator.find();
      int end = more ? separator.start() : text.length();
      String chunk = text.substring(start, end);
      chunk(name, line, chunk);
      if (!more) {
        return;
      }
      line += (int) chunk.chars().filter(c -> c == '\n').count();
      start = separator.end();
    }
  }

  private static int separatorsBefore(String text, int end) {
    Matcher separator = SEPARATOR.matcher(text.substring(0, end));
    int documents = 0;
    int start = 0;
    while (separator.find()) {
      documents += BLANK.matcher(text.substring(start, separator.start())).matches() ? 0 : 1;
      start = separator.end();
    }
    return documents + 1;
  }

  /** One text between separators: usually one document. */
  private void chunk(String file, int firstLine, String chunk) {
    // JSON may be indented with tabs, which YAML forbids and which no JSON string can hold.
    String text = chunk.stripLeading().startsWith("{") ? chunk.replace('\t', ' ') : chunk;
    int part = 0;
    try {
      Composer nodes = Yaml.compose(text, false);
      while (nodes.hasNext()) {
        Node node = nodes.next();
        document(new Document(file, ++number, firstLine, text, part++), node);
      }
    } catch (YamlEngineException e) {
      number++;
      receiver.problem(
          HelmTemplate.linesBefore(text) < 0
              ? DocumentProblems.syntax(file, number, firstLine, text)
              : DocumentProblems.template(file, number, firstLine, text));
    }
  }

  private void document(Document document, Node node) {
    try {
      JsonNode json = Yaml.json(node);
      if (json.isNull()) {
        number--;
      } else if (json instanceof ObjectNode object) {
        object(document, "", object);
        if (!manifests.isEmpty()) {
          receiver.objects(List.copyOf(manifests));
          manifests.clear();
        }
      } else {
        noObject(document, "", "not an object", "start with apiVersion, kind and metadata");
      }
    } catch (Yaml.Refused e) {
      // {{ .Values.x }} is a map in a map for YAML.
      if (e.faults().stream().anyMatch(f -> f.what().equals(Yaml.NO_KEY))
          && HelmTemplate.linesBefore(document.text()) >= 0) {
        receiver.problem(
            DocumentProblems.template(
                document.file(), document.number(), document.firstLine(), document.text()));
      } else {
        e.faults()
            .forEach(
                f ->
                    receiver.problem(
                        DocumentProblems.problem(
                            document, f.path(), f.what(), f.advice(), Nature.Broken)));
      }
    }
  }

  private void object(Document document, String prefix, ObjectNode object) {
    String apiVersion =
        object.path("apiVersion").isTextual() ? object.path("apiVersion").asText() : "";
    String kind = object.path("kind").isTextual() ? object.path("kind").asText() : "";
    if (apiVersion.isEmpty() || kind.isEmpty()) {
      untyped(document, prefix, object, apiVersion.isEmpty() ? "apiVersion" : "kind");
      return;
    }
    if (kind.endsWith("List") && object.path("items").isArray()) {
      int i = 0;
      for (JsonNode item : object.path("items")) {
        String path = FieldPath.item(FieldPath.child(prefix, "items"), i++);
        if (item instanceof ObjectNode one) {
          object(document, path, typed(one, apiVersion, kind));
        } else {
          noObject(document, path, "not an object", "start with apiVersion, kind and metadata");
        }
      }
      return;
    }
    JsonNode metadata = object.path("metadata");
    JsonNode name = metadata.path("name");
    if (Stream.of(apiVersion, kind, name.asText(), metadata.path("namespace").asText())
        .anyMatch(HelmTemplate::isAction)) {
      receiver.problem(
          DocumentProblems.problem(
              document, prefix, HelmTemplate.WHAT, HelmTemplate.WHAT_TO_DO, Nature.Template));
      return;
    }
    boolean named = name.isTextual() && !name.asText().isEmpty();
    if (!named && !metadata.path("generateName").isTextual()) {
      receiver.problem(DocumentProblems.unnamed(document, prefix, object));
      return;
    }
    JsonNode namespace = metadata.path("namespace");
    ObjectRef ref =
        new ObjectRef(
            kind, namespace.isTextual() ? namespace.asText() : null, named ? name.asText() : "");
    manifests.add(new Manifest(document, prefix, apiVersion, ref, object));
  }

  /** The object does not say what it is. */
  private void untyped(Document document, String prefix, ObjectNode object, String field) {
    JsonNode value = object.path(field);
    boolean missing = value.isMissingNode() || value.isNull() || value.isTextual();
    noObject(
        document,
        missing ? prefix : FieldPath.child(prefix, field),
        missing
            ? field + " is missing"
            : "found " + SchemaError.found(value) + " where one word is expected",
        "start each document with apiVersion, kind and metadata");
  }

  /** Items of a typed list, such as NodeList, need not repeat what they are. */
  private static ObjectNode typed(ObjectNode item, String apiVersion, String listKind) {
    if (!listKind.equals("List") && !item.has("kind")) {
      item.put("apiVersion", apiVersion);
      item.put("kind", listKind.substring(0, listKind.length() - "List".length()));
    }
    return item;
  }

  private void noObject(Document document, String path, String what, String advice) {
    receiver.problem(DocumentProblems.problem(document, path, what, advice, Nature.NoObject));
  }
}
