package cloud.bleu.operator.trace;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of spans: those of the semantic conventions where there are any, and {@code
 * bleu.*} for what only this operator knows. They are names and numbers, and nothing of a spec.
 */
final class TraceKeys {

  static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("k8s.namespace.name");
  static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
  static final AttributeKey<String> KIND = AttributeKey.stringKey("bleu.object.kind");
  static final AttributeKey<String> NAME = AttributeKey.stringKey("bleu.object.name");
  static final AttributeKey<Long> GENERATION = AttributeKey.longKey("bleu.object.generation");
  static final AttributeKey<String> CHANGE = AttributeKey.stringKey("bleu.change");
  static final AttributeKey<String> WORKLOAD = AttributeKey.stringKey("bleu.workload");
  static final AttributeKey<String> CAUSE = AttributeKey.stringKey("bleu.cause");
  static final AttributeKey<List<String>> ZONES = AttributeKey.stringArrayKey("bleu.zones");
  static final AttributeKey<String> ZONE = AttributeKey.stringKey("bleu.zone");
  static final AttributeKey<String> CLUSTER = AttributeKey.stringKey("bleu.cluster");
  static final AttributeKey<String> RESULT = AttributeKey.stringKey("bleu.result");
  static final AttributeKey<Long> CHANGES = AttributeKey.longKey("bleu.pass.changes");
  static final AttributeKey<Long> DECISIONS = AttributeKey.longKey("bleu.pass.decisions");
  static final AttributeKey<Long> TRACED = AttributeKey.longKey("bleu.pass.decisions.traced");
  static final AttributeKey<Long> WRITES = AttributeKey.longKey("bleu.writes");

  /** Kinds that the semantic conventions have a name for. */
  static final Map<String, AttributeKey<String>> CONVENTIONS =
      Map.of(
          "Namespace", NAMESPACE,
          "Node", AttributeKey.stringKey("k8s.node.name"),
          "Pod", AttributeKey.stringKey("k8s.pod.name"),
          "Deployment", AttributeKey.stringKey("k8s.deployment.name"),
          "StatefulSet", AttributeKey.stringKey("k8s.statefulset.name"));

  private TraceKeys() {}

  /** Which object it is. */
  static AttributesBuilder object(HasMetadata object) {
    AttributesBuilder attributes =
        object(
            object.getKind(), object.getMetadata().getNamespace(), object.getMetadata().getName());
    Long generation = object.getMetadata().getGeneration();
    return generation == null ? attributes : attributes.put(GENERATION, generation);
  }

  /** Which object it is, by its names: it may not be there. */
  static AttributesBuilder object(String kind, @Nullable String namespace, String name) {
    AttributesBuilder attributes = Attributes.builder().put(KIND, kind).put(NAME, name);
    if (namespace != null) {
      attributes.put(NAMESPACE, namespace);
    }
    AttributeKey<String> convention = CONVENTIONS.get(kind);
    return convention == null ? attributes : attributes.put(convention, name);
  }
}
