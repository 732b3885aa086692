package cloud.bleu.cli.doctor;

import cloud.bleu.cli.doctor.Diagnosis.Finding;
import cloud.bleu.status.Enforcement;
import cloud.bleu.translate.policy.GovernedNamespaces;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.List;
import java.util.stream.Stream;

/** What the label of a namespace says that means nothing to admission. */
final class LabelFindings {
  private static final String CODE = "GovernedUnknown";

  private LabelFindings() {}

  /** One if the namespace is labelled with neither {@code Audit} nor {@code Enforce}. */
  static List<Finding> of(List<Namespace> namespaces, String namespace) {
    return namespaces.stream()
        .filter(n -> namespace.equals(n.getMetadata().getName()))
        .flatMap(n -> Stream.ofNullable(GovernedNamespaces.unknown(n)))
        .map(level -> new Finding("Namespace", namespace, CODE, Enforcement.unknownMessage(level)))
        .toList();
  }
}
