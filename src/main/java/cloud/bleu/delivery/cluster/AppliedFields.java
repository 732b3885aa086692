package cloud.bleu.delivery.cluster;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns fields that a manager set by a plain write into its applied fields. A server removes a
 * field that is left out of an apply only if no other write owns it, and the create of the object
 * does. So the ownership of the create moves first. Clients of Kubernetes call this the upgrade of
 * managed fields.
 */
final class AppliedFields {

  private static final String APPLY = "Apply";
  private static final String UPDATE = "Update";

  private AppliedFields() {}

  /** The entries with every field of the manager applied; null when they are so already. */
  static @Nullable List<ManagedFieldsEntry> adopt(
      List<ManagedFieldsEntry> entries, String manager) {
    return adopt(entries, manager, new ArrayList<>(entries), Map.of());
  }

  /**
   * The entries of a child, with every field that the manager applied and every field of its spec
   * that others own: those that the next apply leaves out are removed. Null when they are so
   * already.
   */
  static @Nullable List<ManagedFieldsEntry> adoptForeign(
      List<ManagedFieldsEntry> entries, String manager) {
    List<ManagedFieldsEntry> left = new ArrayList<>();
    Map<String, Object> taken = Map.of();
    for (ManagedFieldsEntry entry : entries) {
      Map<String, Object> claimed = ForeignFields.claimed(entry);
      Map<String, Object> rest = FieldSet.minus(FieldSet.of(entry), claimed);
      taken = FieldSet.union(taken, claimed);
      if (claimed.isEmpty()) {
        left.add(entry);
      } else if (!rest.isEmpty()) {
        left.add(with(new ManagedFieldsEntryBuilder(entry), rest));
      }
    }
    return adopt(entries, manager, left, taken);
  }

  private static @Nullable List<ManagedFieldsEntry> adopt(
      List<ManagedFieldsEntry> entries,
      String manager,
      List<ManagedFieldsEntry> left,
      Map<String, Object> taken) {
    ManagedFieldsEntry update = find(entries, manager, UPDATE);
    ManagedFieldsEntry apply = find(entries, manager, APPLY);
    Map<String, Object> applied = FieldSet.of(apply);
    Map<String, Object> all = FieldSet.union(FieldSet.union(applied, FieldSet.of(update)), taken);
    if (taken.isEmpty() && all.equals(applied)) {
      return null;
    }
    ManagedFieldsEntry like = update != null ? update : apply != null ? apply : entries.get(0);
    left.removeIf(entry -> entry == update || entry == apply);
    left.add(
        with(
            new ManagedFieldsEntryBuilder(like)
                .withManager(manager)
                .withOperation(APPLY)
                .withSubresource(null),
            all));
    return left;
  }

  private static ManagedFieldsEntry with(
      ManagedFieldsEntryBuilder entry, Map<String, Object> fields) {
    FieldsV1 owned = new FieldsV1();
    owned.setAdditionalProperties(fields);
    return entry.withFieldsV1(owned).build();
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
}
