package cloud.bleu.delivery.companion;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The kinds that go along, by the names of their manifests, and what is a cluster's own in each.
 */
public enum CompanionKind {
  ConfigMap(ConfigMap.class, body -> {}),
  Secret(Secret.class, body -> {}),
  /** Its Secrets hold tokens of its cluster. */
  ServiceAccount(ServiceAccount.class, body -> body.remove("secrets"));

  private final Class<? extends HasMetadata> type;
  private final Consumer<Map<String, Object>> strip;

  CompanionKind(Class<? extends HasMetadata> type, Consumer<Map<String, Object>> strip) {
    this.type = type;
    this.strip = strip;
  }

  /** The class of the objects. */
  public Class<? extends HasMetadata> type() {
    return type;
  }

  /** The kind of an object that goes along, which has one. */
  static CompanionKind of(HasMetadata object) {
    return valueOf(object.getKind());
  }

  /** Takes out of the tree of an object what its cluster has put there, beside metadata. */
  void strip(Map<String, Object> body) {
    strip.accept(body);
  }
}
