package cloud.bleu.delivery.companion;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The kinds that go along, by the names of their manifests, and what each cluster itself sets in
 * them.
 */
public enum CompanionKind {
  ConfigMap(ConfigMap.class, true, body -> {}),
  Secret(Secret.class, true, body -> {}),
  /** Its Secrets hold tokens of its cluster, which may add to those that images are pulled with. */
  ServiceAccount(ServiceAccount.class, false, body -> body.remove("secrets")),
  /** Its addresses and the ports of nodes are allotted by its cluster; being headless is not. */
  Service(Service.class, false, body -> service(spec(body))),
  Role(Role.class, true, body -> {}),
  RoleBinding(RoleBinding.class, true, body -> {}),
  Ingress(Ingress.class, false, body -> {}),
  /** It is bound to a volume of its cluster. */
  PersistentVolumeClaim(
      PersistentVolumeClaim.class, false, body -> spec(body).remove("volumeName"));

  private final Class<? extends HasMetadata> type;
  private final boolean whole;
  private final Consumer<Map<String, Object>> strip;

  CompanionKind(
      Class<? extends HasMetadata> type, boolean whole, Consumer<Map<String, Object>> strip) {
    this.type = type;
    this.whole = whole;
    this.strip = strip;
  }

  /** Whether objects of a kind may go along. */
  public static boolean isOne(String kind) {
    return Stream.of(values()).anyMatch(one -> one.name().equals(kind));
  }

  /** The class of the objects. */
  public Class<? extends HasMetadata> type() {
    return type;
  }

  /** As a path of the API has it. */
  String plural() {
    return HasMetadata.getPlural(type);
  }

  /** The kind of an object that goes along, which has one. */
  static CompanionKind of(HasMetadata object) {
    return valueOf(object.getKind());
  }

  /**
   * Whether a cluster adds nothing to what is written. Only then is everything else that stands
   * there somebody's change, and another object of the name no loss.
   */
  boolean isWhole() {
    return whole;
  }

  /** Whether an object holds data that would be lost with it. */
  public boolean holdsData() {
    return this == PersistentVolumeClaim;
  }

  /** Whether an object gives rights in its cluster. */
  public boolean givesRights() {
    return this == Role || this == RoleBinding;
  }

  /** Takes out of the tree of an object what its cluster has put there, beside metadata. */
  void strip(Map<String, Object> body) {
    strip.accept(body);
  }

  private static void service(Map<String, Object> spec) {
    if (!"None".equals(spec.get("clusterIP"))) {
      spec.remove("clusterIP");
    }
    spec.keySet()
        .removeAll(List.of("clusterIPs", "ipFamilies", "ipFamilyPolicy", "healthCheckNodePort"));
    if (spec.get("ports") instanceof List<?> ports) {
      ports.forEach(port -> ((Map<?, ?>) port).remove("nodePort"));
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> spec(Map<String, Object> body) {
    return body.get("spec") instanceof Map<?, ?> spec
        ? (Map<String, Object>) spec
        : new HashMap<>();
  }
}
