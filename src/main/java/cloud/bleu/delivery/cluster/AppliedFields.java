package cloud.bleu.delivery.cluster;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes what a manager set by a plain write its applied fields. A server removes a field that is
 * left out of an apply only if no other write owns it, and the create that began the object does;
 * so that ownership moves first. Clients of Kubernetes call this the upgrade of managed fields.
 */
final class AppliedFields {

  private static final String APPLY = "Apply";
  private static final String UPDATE = "Update";

  private AppliedFields() {}

  /** The entries with every field of the manager applied; null when they are so already. */
  static @Nullable List<ManagedFieldsEntry> adopt(
      List<ManagedFieldsEntry> entries, String manager) {
    ManagedFieldsEntry update = find(entries, manager, UPDATE);
    if (update == null) {
      return null;
    }
    ManagedFieldsEntry apply = find(entries, manager, APPLY);
    Map<String, Object> applied = fields(apply);
    Map<String, Object> all = union(applied, fields(update));
    if (all.equals(applied)) {
      return null;
    }
    List<ManagedFieldsEntry> adopted = new ArrayList<>();
    for (ManagedFieldsEntry entry : entries) {
      if (entry != update && entry != apply) {
        adopted.add(entry);
      }
    }
    FieldsV1 owned = new FieldsV1();
    owned.setAdditionalProperties(all);
    adopted.add(
        new ManagedFieldsEntryBuilder(update).withOperation(APPLY).withFieldsV1(owned).build());
    return adopted;
  }

  private static @Nullable ManagedFieldsEntry find(
      List<ManagedFieldsEntry> entries, String manager, String operation) {
    for (ManagedFieldsEntry entry : entries) {
      if (manager.equals(entry.getManager())
          && operation.equals(entry.getOperation())
          && (entry.getSubresource() == null || entry.getSubresource().isEmpty())) {
        return entry;
      }
    }
    return null;
  }

  private static Map<String, Object> fields(@Nullable ManagedFieldsEntry entry) {
    return entry == null || entry.getFieldsV1() == null
        ? Map.of()
        : entry.getFieldsV1().getAdditionalProperties();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> union(Map<String, Object> a, Map<String, Object> b) {
    Map<String, Object> union = new LinkedHashMap<>(a);
    b.forEach(
        (field, below) ->
            union.merge(
                field,
                below,
                (had, more) ->
                    had instanceof Map && more instanceof Map
                        ? union((Map<String, Object>) had, (Map<String, Object>) more)
                        : had));
    return union;
  }
}
