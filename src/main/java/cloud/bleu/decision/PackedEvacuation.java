package cloud.bleu.decision;

import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.evidence.record.CanonicalJson;
import cloud.bleu.evidence.record.PackedJson;
import cloud.bleu.placement.evacuation.PackedPlan;
import cloud.bleu.placement.evacuation.PlanReader;
import cloud.bleu.placement.evacuation.ValueCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A plan whose items are packed in one text, so that its object stays small. */
final class PackedEvacuation {

  /**
   * So many characters of a plan are written item by item: those that are read with ease. With 200
   * zones in use, assignments and status take some 40 kB beside it, and the whole is to stay near
   * 20 kB where there are few, and below 64 kB in any case.
   */
  static final int MOST_READABLE = 8_000;

  /** Those of all parts of a plan. */
  static final List<String> FIELDS =
      List.of(
          "apart",
          "event",
          "evicts",
          "from",
          "keeps",
          "last",
          "losses",
          "moves",
          "name",
          "namespace",
          "otherZones",
          "replicas",
          "through",
          "to",
          "zone",
          "zones");

  private PackedEvacuation() {}

  /**
   * The plan, packed where its JSON has more than {@link #MOST_READABLE} characters. It stays
   * readable where its packed form would not be read back as it was, or is longer than a reader
   * accepts.
   *
   * @param losses that it answers
   */
  static List<Evacuation> whereLong(List<Evacuation> readable, int losses) {
    List<Object> items = items(readable);
    if (CanonicalJson.text(items).length() <= MOST_READABLE) {
      return readable;
    }
    List<Evacuation> packed = List.of(of(PackedJson.of(PackedPlan.of(items)), losses));
    return isReadAs(readable, packed) ? packed : readable;
  }

  private static boolean isReadAs(List<Evacuation> readable, List<Evacuation> packed) {
    WorkloadPlacementSpec spec = new WorkloadPlacementSpec(null, List.of(), packed, null);
    try {
      PlanReader.Read read = EvacuationConversion.read(spec, ValueCheck.AS_WRITTEN);
      return EvacuationConversion.readable(read.groups()).equals(readable);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Evacuation of(PackedJson packed, int losses) {
    return new Evacuation(
        new Evacuation.Packed(PackedPlan.VERSION, losses, packed.bytes(), packed.data()));
  }

  /** A part of a plan as a tree, without what is absent or empty. */
  private static Object tree(Object part) {
    if (part instanceof List<?> list) {
      return items(list);
    }
    if (part instanceof String || part instanceof Integer || part instanceof Boolean) {
      return part;
    }
    PlanReader.Item item = EvacuationConversion.item(part, "evacuation");
    Map<String, Object> fields = new TreeMap<>();
    for (String field : FIELDS) {
      Object value = item.get(field);
      if (value != null && !List.of().equals(value)) {
        fields.put(field, tree(value));
      }
    }
    return fields;
  }

  private static List<Object> items(List<?> parts) {
    List<Object> items = new ArrayList<>(parts.size());
    parts.forEach(part -> items.add(tree(part)));
    return items;
  }

  /** What the text of a packed plan stands for. */
  static @Nullable Object tree(String data, int bytes) {
    return new PackedJson(bytes, data).value();
  }
}
