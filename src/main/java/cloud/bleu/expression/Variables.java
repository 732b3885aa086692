package cloud.bleu.expression;

import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Zone;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What an expression can read. */
public final class Variables {

  /**
   * Not facts: what changes without anybody stating anything anew (room, price, state, load) and
   * what is the operator's own.
   */
  private static final Map<String, Set<String>> LEFT_OUT =
      Map.of(
          "Delivery", Set.of("unreachable"),
          "Qualification", Set.of("datedAhead"),
          "Workload", Set.of("uid", "rules", "requests", "suspended"),
          "Zone", Set.of("state", "stateSince", "health", "drill", "capacity", "price"));

  /** As the kind calls them, which people write; records of decisions have the other name. */
  private static final Map<String, String> CALLED =
      Map.of(
          "vetoOutsideEU", "vetoRightsOutsideEU",
          "appointmentOutsideEU", "majorityAppointmentOutsideEU");

  static final CelModel MODEL = new CelModel(LEFT_OUT, CALLED);

  private static final CelModel.Struct WORKLOAD = MODEL.struct(Workload.class);
  private static final CelModel.Struct ZONE = MODEL.struct(Zone.class);
  private static final CelModel.Struct PROVIDER = MODEL.struct(Provider.class);
  private static final CelModel.Struct PROVENANCE = MODEL.struct(Provenance.class);
  private static final CelModel.Struct OFFERING = MODEL.struct(Provider.Offering.class);

  /** By name. */
  static final SortedMap<String, CelType> TYPES =
      Collections.unmodifiableSortedMap(
          new TreeMap<>(
              Map.of(
                  "workload", WORKLOAD.type(),
                  "zone", ZONE.type(),
                  "provider", PROVIDER.type(),
                  "offerings", ListType.create(OFFERING.type()),
                  "now", SimpleType.TIMESTAMP)));

  private Variables() {}

  /** The values for one question. */
  static Map<String, Object> of(ZoneRule.Question question) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("workload", new Fields(WORKLOAD, question.workload()));
    values.put("zone", new Fields(ZONE, question.zone()));
    Provider provider = question.provider();
    values.put("provider", provider == null ? Map.of() : new Fields(PROVIDER, provider));
    List<Object> offerings = new ArrayList<>();
    question.offerings().forEach(o -> offerings.add(new Fields(OFFERING, o)));
    // Of what the zone names and nobody describes the name is known.
    question.missingOfferings().forEach(name -> offerings.add(Map.of("name", name)));
    values.put(
        "offerings",
        offerings.isEmpty() ? UnstatedContents.list("offerings") : List.copyOf(offerings));
    values.put("now", question.today().atStartOfDay(ZoneOffset.UTC).toInstant());
    return values;
  }

  /**
   * What expressions can read of a workload.
   *
   * @param fields by name, null: all of them
   */
  static Object of(Workload workload, @Nullable Set<String> fields) {
    Fields all = new Fields(WORKLOAD, workload);
    if (fields == null) {
      return all;
    }
    Map<String, @Nullable Object> some = new TreeMap<>();
    fields.forEach(name -> some.put(name, all.get(name)));
    return some;
  }

  /**
   * One field that an expression can read.
   *
   * @param path such as {@code offerings[].qualifications[].validUntil}; {@code []} stands for the
   *     elements of a list
   * @param type as CEL names it
   * @param mayBeMissing whether it can be absent although everything around it is there
   */
  public record Documented(String path, String type, boolean mayBeMissing) {}

  /** Every variable with all of its fields, sorted by path. */
  public static List<Documented> documented() {
    List<Documented> all = new ArrayList<>();
    TYPES.forEach((name, type) -> document(name, type, false, all));
    return List.copyOf(all);
  }

  private static void document(
      String path, CelType type, boolean mayBeMissing, List<Documented> into) {
    if (type.equals(PROVENANCE.type())) {
      into.add(new Documented(path, "provenance: " + fieldNames(PROVENANCE), mayBeMissing));
    } else if (path.equals("provider.offerings")) {
      into.add(new Documented(path, "list, as offerings, of all zones", mayBeMissing));
    } else if (type instanceof StructType struct) {
      for (String field : new TreeSet<>(struct.fieldNames())) {
        document(
            path + "." + field,
            struct.findField(field).orElseThrow().type(),
            mayBeMissing || missing(struct, field),
            into);
      }
    } else if (type instanceof ListType list && list.elemType() instanceof StructType) {
      document(path + "[]", list.elemType(), mayBeMissing, into);
    } else {
      into.add(new Documented(path, typeName(type), mayBeMissing));
    }
  }

  private static String fieldNames(CelModel.Struct struct) {
    return String.join(", ", struct.fields().keySet());
  }

  private static boolean missing(StructType struct, String field) {
    return MODEL.fieldOf(struct.name(), field).mayBeMissing();
  }

  private static String typeName(CelType type) {
    if (type instanceof ListType list) {
      return "list of " + typeName(list.elemType());
    }
    if (type instanceof dev.cel.common.types.MapType map) {
      return "map of " + typeName(map.keyType()) + " to " + typeName(map.valueType());
    }
    return type.equals(SimpleType.TIMESTAMP)
        ? "timestamp"
        : type.equals(SimpleType.DURATION) ? "duration" : type.name();
  }
}
