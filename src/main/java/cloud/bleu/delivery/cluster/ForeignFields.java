package cloud.bleu.delivery.cluster;

import cloud.bleu.delivery.manifest.Labels;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What others own of the spec of a child, by its managed fields. Others may add labels and
 * annotations to its pods, as {@code kubectl rollout restart} does. Replicas are left out too, as
 * they are compared apart, and so is what no edit can change. What an admission webhook or the
 * server itself adds to a write of the operator is the operator's, or nobody's.
 */
public final class ForeignFields {

  private static final String SPEC = "f:spec";
  private static final String TEMPLATE = "f:template";

  /** Of the spec of a child. */
  private static final Set<String> LEFT =
      Set.of(
          "f:replicas",
          "f:selector",
          "f:serviceName",
          "f:podManagementPolicy",
          "f:volumeClaimTemplates");

  private ForeignFields() {}

  /**
   * One field that somebody else owns and the operator does not.
   *
   * @param keys as the server has them, from the spec on
   * @param manager who owns it
   */
  record Field(List<String> keys, String manager) {

    /** Such as {@code spec.template.spec.containers[main].image}. */
    String path() {
      return keys.stream()
          .map(key -> key.startsWith("f:") ? "." + key.substring(2) : "[" + item(key) + "]")
          .collect(Collectors.joining())
          .substring(1);
    }

    private static String item(String key) {
      JsonNode keys = json(key);
      List<String> values = new ArrayList<>();
      (keys.isObject() ? keys : List.of(keys)).forEach(value -> values.add(value.asText()));
      return String.join("/", values);
    }

    /** What an object has there; a missing node where it has nothing. */
    JsonNode in(JsonNode object) {
      JsonNode here = object;
      for (String key : keys) {
        here = key.startsWith("f:") ? here.path(key.substring(2)) : item(here, json(key));
      }
      return here;
    }

    private static JsonNode item(JsonNode list, JsonNode key) {
      for (JsonNode item : list) {
        if (key.isObject()
            ? key.properties().stream().allMatch(k -> has(item, k))
            : item.equals(key)) {
          return item;
        }
      }
      return list.path("");
    }

    private static boolean has(JsonNode item, Map.Entry<String, JsonNode> key) {
      return key.getValue().equals(item.get(key.getKey()));
    }

    private static JsonNode json(String key) {
      try {
        return Serialization.jsonMapper().readTree(key.substring(2));
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("no field of a server: " + key, e);
      }
    }
  }

  /** Whether somebody else owns something of it that the operator does not. */
  public static boolean areIn(HasMetadata child) {
    return !of(child).isEmpty();
  }

  /** The fields that others own and the operator does not, without what is below each. */
  static List<Field> of(HasMetadata child) {
    List<ManagedFieldsEntry> entries = child.getMetadata().getManagedFields();
    if (entries == null) {
      return List.of();
    }
    List<Field> fields = new ArrayList<>();
    Map<String, Object> ours = null;
    for (ManagedFieldsEntry entry : entries) {
      Map<String, Object> theirs = claimed(entry);
      if (!theirs.isEmpty()) {
        ours = ours == null ? ours(entries) : ours;
        for (List<String> keys : FieldSet.beyond(theirs, ours)) {
          fields.add(new Field(keys, String.valueOf(entry.getManager())));
        }
      }
    }
    return fields;
  }

  /** The fields of an entry that somebody else owns and the operator decides. */
  static Map<String, Object> claimed(ManagedFieldsEntry entry) {
    if (isOurs(entry) || isOfSubresource(entry)) {
      return Map.of();
    }
    Map<String, Object> spec = new LinkedHashMap<>(FieldSet.below(FieldSet.of(entry), SPEC));
    spec.keySet().removeAll(LEFT);
    spec.remove(".");
    if (spec.containsKey(TEMPLATE)) {
      Map<String, Object> template = new LinkedHashMap<>(FieldSet.below(spec, TEMPLATE));
      template.keySet().removeAll(Set.of("f:metadata", "."));
      spec.put(TEMPLATE, template);
      if (template.isEmpty()) {
        spec.remove(TEMPLATE);
      }
    }
    return spec.isEmpty() ? Map.of() : Map.of(SPEC, spec);
  }

  private static Map<String, Object> ours(List<ManagedFieldsEntry> entries) {
    // These two levels are there whoever wrote them.
    Map<String, Object> ours = Map.of(SPEC, Map.of(TEMPLATE, Map.of("f:spec", Map.of())));
    for (ManagedFieldsEntry entry : entries) {
      if (isOurs(entry) && !isOfSubresource(entry)) {
        ours = FieldSet.union(ours, FieldSet.of(entry));
      }
    }
    return ours;
  }

  private static boolean isOurs(ManagedFieldsEntry entry) {
    return Labels.MANAGER.equals(entry.getManager());
  }

  private static boolean isOfSubresource(ManagedFieldsEntry entry) {
    @Nullable String subresource = entry.getSubresource();
    return subresource != null && !subresource.isEmpty();
  }
}
