package cloud.bleu.delivery.cluster;

import cloud.bleu.delivery.manifest.Labels;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What somebody else changed in a delivered object, by the managed fields of the object.
 *
 * @param object {@code Deployment web-a}
 * @param fields paths that said something else than was delivered, the first ones
 * @param more how many there are beside these
 * @param managers field managers that own one of the fields that changed, sorted; empty where a
 *     field was removed, which nobody owns then
 * @param advice what to do in place of that, as a sentence goes on
 */
public record ForeignEdit(
    String object, List<String> fields, int more, List<String> managers, String advice) {
  private static final int MOST = 5;
  private static final String REPLICAS = "spec.replicas";
  private static final String OF_A_CHILD = "change the BleuWorkload instead";
  private static final String OF_A_REFERENCE =
      "scale the BleuWorkload instead. If Git states replicas of the Deployment, take them out, or"
          + " have its tool ignore /spec/replicas";
  private static final Pattern ITEMS = Pattern.compile("\\[[^\\]]*\\]");

  public ForeignEdit {
    fields = List.copyOf(fields);
    managers = List.copyOf(managers);
  }

  /**
   * The edit of a child of a workload; null where nobody else changed it, or the server has it
   * still.
   *
   * @param asked what is delivered, with the replicas that are
   * @param isSameTemplate whether the object was written from the same manifest: what is different
   *     then is somebody else's; else only what somebody else owns, and other replicas
   * @param live as the server had it, with its managed fields
   * @param result what it has since the write
   */
  static @Nullable ForeignEdit undone(
      HasMetadata asked, boolean isSameTemplate, HasMetadata live, HasMetadata result) {
    List<ForeignFields.Field> foreign = changed(ForeignFields.of(live), live, result);
    List<String> fields = new ArrayList<>();
    if (isSameTemplate) {
      fields.addAll(Drift.all(asked, live));
      fields.removeAll(Drift.all(asked, result));
      // These say the same of where they are, and by name in place of number.
      fields.removeIf(field -> foreign.stream().anyMatch(one -> isOfOneField(field, one.path())));
    }
    foreign.stream().map(ForeignFields.Field::path).forEach(fields::add);
    Collections.sort(fields);
    if (isScaled(live, Replicas.of(asked))) {
      fields.add(REPLICAS);
    }
    TreeSet<String> managers = managers(live, fields);
    foreign.stream().map(ForeignFields.Field::manager).forEach(managers::add);
    return of(live, fields, managers);
  }

  /** The fields that say something else since a write. */
  private static List<ForeignFields.Field> changed(
      List<ForeignFields.Field> fields, HasMetadata live, HasMetadata result) {
    if (fields.isEmpty()) {
      return fields;
    }
    JsonNode before = Serialization.jsonMapper().valueToTree(live);
    JsonNode now = Serialization.jsonMapper().valueToTree(result);
    return fields.stream().filter(field -> !field.in(before).equals(field.in(now))).toList();
  }

  private static boolean isOfOneField(String one, String other) {
    String a = ITEMS.matcher(one).replaceAll("") + ".";
    String b = ITEMS.matcher(other).replaceAll("") + ".";
    return a.startsWith(b) || b.startsWith(a);
  }

  /** Of replicas alone; null where nobody else changed them. */
  static @Nullable ForeignEdit scaled(HasMetadata live, int asked) {
    return of(live, isScaled(live, asked) ? List.of(REPLICAS) : List.of());
  }

  /**
   * Of replicas of a Deployment that a workload took over and that is kept at 0; null where nobody
   * else set them.
   *
   * @param live as the server had it, with its managed fields
   */
  public static @Nullable ForeignEdit ofReference(HasMetadata live) {
    ForeignEdit edit = scaled(live, 0);
    return edit == null
        ? null
        : new ForeignEdit(
            edit.object(), edit.fields(), edit.more(), edit.managers(), OF_A_REFERENCE);
  }

  /** They differ in each step of a rollout: whose they are the server knows. */
  private static boolean isScaled(HasMetadata live, int asked) {
    return Replicas.of(live) != asked && !managers(live, List.of(REPLICAS)).isEmpty();
  }

  /**
   * Of an object that is not as asked, of which only what others own now is theirs; null where that
   * is nothing.
   */
  static @Nullable ForeignEdit owned(HasMetadata asked, HasMetadata live) {
    List<String> fields = Drift.all(asked, live);
    // Else something was added.
    ForeignEdit edit = of(live, fields.isEmpty() ? List.of("spec") : fields);
    return edit == null || edit.managers().isEmpty() ? null : edit;
  }

  private static @Nullable ForeignEdit of(HasMetadata live, List<String> fields) {
    return of(live, fields, managers(live, fields));
  }

  private static @Nullable ForeignEdit of(
      HasMetadata live, List<String> fields, TreeSet<String> managers) {
    if (fields.isEmpty()) {
      return null;
    }
    int shown = Math.min(MOST, fields.size());
    return new ForeignEdit(
        live.getKind() + " " + live.getMetadata().getName(),
        fields.subList(0, shown),
        fields.size() - shown,
        List.copyOf(managers),
        OF_A_CHILD);
  }

  /** The sentence of an Event. */
  public String message() {
    return object
        + " was changed by "
        + (managers.isEmpty() ? "somebody else" : String.join(", ", managers))
        + ", and is as decided again: "
        + String.join(", ", fields)
        + (more == 0 ? "" : " and " + more + " more")
        + "; "
        + advice;
  }

  /** Others than the operator that own one of these fields, or the list that it is in. */
  private static TreeSet<String> managers(HasMetadata live, List<String> fields) {
    TreeSet<String> managers = new TreeSet<>();
    for (ManagedFieldsEntry entry : live.getMetadata().getManagedFields()) {
      if (!Labels.MANAGER.equals(entry.getManager())
          && !"status".equals(entry.getSubresource())
          && entry.getManager() != null
          && entry.getFieldsV1() != null
          && fields.stream()
              .anyMatch(field -> owns(entry.getFieldsV1().getAdditionalProperties(), field))) {
        managers.add(entry.getManager());
      }
    }
    return managers;
  }

  private static boolean owns(Map<?, ?> owned, String field) {
    Map<?, ?> here = owned;
    for (String name : field.split("\\.", -1)) {
      boolean isItem = name.endsWith("]");
      String plain = isItem ? name.substring(0, name.indexOf('[')) : name;
      if (!here.containsKey("f:" + plain)) {
        return false;
      }
      // Items have keys of their own there, and no index.
      if (isItem || !(here.get("f:" + plain) instanceof Map<?, ?> below)) {
        return true;
      }
      here = below;
    }
    return true;
  }
}
