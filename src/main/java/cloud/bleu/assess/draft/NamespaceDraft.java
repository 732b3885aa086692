package cloud.bleu.assess.draft;

import cloud.bleu.translate.policy.GovernedNamespaces;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Namespaces as they are to be on the target: governed, so that policies bind what is in them. */
public final class NamespaceDraft {

  /** What a namespace is for; policies of rehearsals select by it. */
  public static final String ENVIRONMENT = "placement.bleu.cloud/environment";

  /** Where the drafts of namespaces stand; no namespace has such a name. */
  public static final String FILE = "namespaces.yaml";

  private static final String LABELS = "labels";

  private NamespaceDraft() {}

  /** The namespaces of drafts, sorted. */
  public static SortedSet<String> of(Collection<WorkloadDraft> drafts) {
    SortedSet<String> names = new TreeSet<>();
    drafts.forEach(d -> names.add(d.id().namespace()));
    return names;
  }

  /**
   * A copy of a namespace with the labels of a governed one. Labels that it has already stay.
   *
   * @param environment taken where it states none
   */
  public static ObjectNode governed(ObjectNode namespace, String environment) {
    ObjectNode copy = namespace.deepCopy();
    ObjectNode labels = copy.withObject("metadata").withObject(LABELS);
    if (!labels.has(GovernedNamespaces.LABEL)) {
      labels.put(GovernedNamespaces.LABEL, "Audit");
    }
    if (!labels.has(ENVIRONMENT)) {
      labels.put(ENVIRONMENT, environment);
    }
    return copy;
  }

  /** A namespace of which nothing is known but its name. */
  public static ObjectNode bare(String name) {
    ObjectNode namespace = JsonNodeFactory.instance.objectNode();
    namespace.put("apiVersion", "v1").put("kind", "Namespace");
    namespace.putObject("metadata").put("name", name);
    return namespace;
  }

  /** What is to be added to namespaces, as documents with comments. */
  public static String text(Collection<String> names) {
    DraftText text = new DraftText();
    text.comment(0, "Drafted by `bleu assess --write`. Policies bind what is in these namespaces.");
    for (String name : names) {
      text.separator();
      text.guess(
          0,
          "Audit binds policies and stops no pod; write Enforce once everything in it has moved");
      Map<String, String> labels = new LinkedHashMap<>();
      labels.put(GovernedNamespaces.LABEL, "Audit");
      labels.put(ENVIRONMENT, "production");
      Map<String, Object> namespace = new LinkedHashMap<>();
      namespace.put("apiVersion", "v1");
      namespace.put("kind", "Namespace");
      Map<String, Object> metadata = new LinkedHashMap<>();
      metadata.put("name", name);
      metadata.put(LABELS, labels);
      namespace.put("metadata", metadata);
      text.yaml(0, namespace);
    }
    return text.text();
  }
}
