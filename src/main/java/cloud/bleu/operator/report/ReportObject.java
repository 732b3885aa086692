package cloud.bleu.operator.report;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.evidence.openreports.NamespaceReport;
import cloud.bleu.evidence.record.CanonicalJson;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A Report as an object of the API server, and what of one is ours. */
final class ReportObject {

  static final String CLOSING = "placement.bleu.cloud/closing";
  static final String OMITTED = "placement.bleu.cloud/omitted";

  /** What the label says of ours. */
  static final String OURS = "bleu";

  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  private static final List<String> FIELDS = List.of("source", "scope", "summary", "results");

  private ReportObject() {}

  /** Whose it is by its label; null: it has none. */
  static @Nullable String label(GenericKubernetesResource report) {
    return ObjectLabels.get(report, MANAGED_BY);
  }

  /** One that says what a report says. */
  static GenericKubernetesResource of(String namespace, NamespaceReport report) {
    GenericKubernetesResource object = empty(namespace);
    object
        .getMetadata()
        .setAnnotations(
            Map.of(CLOSING, report.closing(), OMITTED, Integer.toString(report.omitted())));
    report.body().forEach(object::setAdditionalProperty);
    return object;
  }

  /** One that says nothing yet but whose it is. */
  static GenericKubernetesResource empty(String namespace) {
    GenericKubernetesResource object = new GenericKubernetesResource();
    object.setApiVersion(ReportStore.GROUP + "/" + ReportStore.VERSION);
    object.setKind("Report");
    object.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(namespace)
            .withName(ReportStore.NAME)
            .addToLabels(MANAGED_BY, OURS)
            .build());
    return object;
  }

  /** What of a Report is ours, in one form. */
  static String text(GenericKubernetesResource report) {
    Map<String, @Nullable Object> ours = new TreeMap<>();
    ours.put(MANAGED_BY, label(report));
    Map<String, String> annotations = report.getMetadata().getAnnotations();
    for (String name : List.of(CLOSING, OMITTED)) {
      ours.put(name, annotations == null ? null : annotations.get(name));
    }
    for (String field : FIELDS) {
      ours.put(field, report.getAdditionalProperties().get(field));
    }
    try {
      return CanonicalJson.text(ours);
    } catch (IllegalArgumentException e) {
      // A number that nobody here writes: not as it should be.
      return "";
    }
  }
}
