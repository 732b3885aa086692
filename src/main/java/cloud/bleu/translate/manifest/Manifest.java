package cloud.bleu.translate.manifest;

import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * One object as it was given, and where.
 *
 * @param prefix path of the object within its document, {@code items[3]} in a List, else empty
 */
public record Manifest(
    Document document, String prefix, String apiVersion, ObjectRef ref, ObjectNode json) {

  /**
   * An object as an API server has it: no file has it, and no line.
   *
   * @param json with its apiVersion, its kind and the name in its metadata
   */
  public static Manifest of(ObjectNode json) {
    JsonNode metadata = json.path("metadata");
    ObjectRef ref =
        new ObjectRef(
            json.path("kind").asText(),
            metadata.hasNonNull("namespace") ? metadata.path("namespace").asText() : null,
            metadata.path("name").asText());
    return new Manifest(
        new Document("", 1, 0, "", 0), "", json.path("apiVersion").asText(), ref, json);
  }

  /** A problem of this object with its place in the file. */
  public ManifestProblem locate(Problem problem) {
    String path = within(problem.path());
    return new ManifestProblem(
        document.file(),
        document.line(path),
        document.number(),
        ", " + problem.object() + (problem.path().isEmpty() ? ": " : ", ") + problem.text());
  }

  /**
   * A copy in a namespace; as it is where the object has a namespace.
   *
   * @param namespace in which the object is put
   */
  public Manifest in(String namespace) {
    if (ref.namespace() != null) {
      return this;
    }
    ObjectNode placed = json.deepCopy();
    placed.withObject("metadata").put("namespace", namespace);
    return new Manifest(
        document, prefix, apiVersion, new ObjectRef(ref.kind(), namespace, ref.name()), placed);
  }

  /** The file as it was given; {@code -} for standard input, empty for what is in no file. */
  public String file() {
    return document.file();
  }

  /**
   * The lines of fields of all objects of the document that this one is of, counted from 1.
   *
   * @param paths from the root of the document: {@link #path} makes them
   */
  public Map<String, Integer> lines(Collection<String> paths) {
    return document.lines(paths);
  }

  /** The path of a field of this object within its document. */
  public String path(String field) {
    return within(field);
  }

  /** Whether the kind is of an API group of Kubernetes itself. */
  public boolean isOfKubernetes() {
    return ManifestKinds.isOfKubernetes(apiVersion);
  }

  /** Whether a cluster printed it: an API server gives each object a uid, and a file has none. */
  boolean isOfCluster() {
    return json.path("metadata").hasNonNull("uid");
  }

  /** Whether a field stands in it. */
  boolean states(String path) {
    JsonNode at = json;
    for (String segment : FieldPath.segments(path)) {
      at = at.isArray() ? at.path(Integer.parseInt(segment)) : at.path(segment);
    }
    return !at.isMissingNode();
  }

  /**
   * What the schema says of it.
   *
   * @param as the object as it is known, with its namespace
   */
  Problem problem(ObjectRef as, SchemaError error) {
    String hint = error.misread() ? hint(error.path()) : "";
    return new Problem(
        as, true, error.path(), error.what() + hint, error.accepted(), error.advice());
  }

  /** {@code file:line} of the object. */
  public String place() {
    SourceLine source = source();
    return source.file() + ":" + source.line();
  }

  /** Where the object begins. */
  SourceLine source() {
    return new SourceLine(document.file(), document.line(prefix));
  }

  /**
   * A hint for values that YAML reads as something else than they look like: {@code NO} is the
   * boolean false. Empty when there is nothing to say.
   */
  private String hint(String path) {
    ScalarNode scalar = document.scalar(within(path));
    if (scalar == null || !scalar.isPlain()) {
      return "";
    }
    String read = Yaml.readAs(scalar);
    return read == null || read.equals(scalar.getValue())
        ? ""
        : " (" + scalar.getValue() + " without quotes is read as " + read + ")";
  }

  private String within(String path) {
    return FieldPath.join(prefix, path);
  }
}
