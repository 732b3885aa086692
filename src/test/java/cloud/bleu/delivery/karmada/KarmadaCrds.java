package cloud.bleu.delivery.karmada;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Locale;

/**
 * The kinds of Karmada that the operator reads, with no schema: where what is asked for is tested,
 * and not what Karmada makes of it. Karmada itself serves Cluster by an API server of its own.
 */
public final class KarmadaCrds {

  private KarmadaCrds() {}

  /** ResourceBinding, Work and Cluster. */
  public static List<CustomResourceDefinition> all() {
    return List.of(binding(), work(), cluster());
  }

  /** ResourceBinding, whose status is a subresource. */
  public static CustomResourceDefinition binding() {
    return crd("work.karmada.io", "v1alpha2", "ResourceBinding", "Namespaced");
  }

  static CustomResourceDefinition work() {
    return crd("work.karmada.io", "v1alpha1", "Work", "Namespaced");
  }

  private static CustomResourceDefinition cluster() {
    return crd("cluster.karmada.io", "v1alpha1", "Cluster", "Cluster");
  }

  private static CustomResourceDefinition crd(
      String group, String version, String kind, String scope) {
    return Serialization.unmarshal(
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: %1$ss.%2$s}
        spec:
          group: %2$s
          scope: %5$s
          names: {kind: %4$s, listKind: %4$sList, plural: %1$ss, singular: %1$s}
          versions:
          - name: %3$s
            served: true
            storage: true
            subresources: {status: {}}
            schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
        """
            .formatted(kind.toLowerCase(Locale.ROOT), group, version, kind, scope),
        CustomResourceDefinition.class);
  }
}
