package cloud.bleu.evidence.oscal;

import cloud.bleu.evidence.assessment.LeftOutObject;
import cloud.bleu.evidence.record.NameUuid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What results are without, as observations and as a sentence. */
final class LeftOutObservations {
  private final Instant at;
  private final List<LeftOutObject> objects;

  LeftOutObservations(Instant at, List<LeftOutObject> objects) {
    this.at = at;
    this.objects = objects;
  }

  /** Begins the remarks of results; empty where nothing is left out. */
  String sentence() {
    Set<String> titles =
        objects.stream().map(LeftOutObject::title).collect(Collectors.toCollection(TreeSet::new));
    return objects.isEmpty()
        ? ""
        : (titles.size() == 1 ? "1 object in error is" : titles.size() + " objects in error are")
            + " left out: "
            + String.join(", ", titles)
            + ". ";
  }

  /** One for each error of each object. */
  List<Map<String, Object>> observations() {
    List<Map<String, Object>> observed = new ArrayList<>();
    for (LeftOutObject object : objects) {
      observed.add(observation(object, observed.size()));
    }
    return observed;
  }

  private Map<String, Object> observation(LeftOutObject object, int number) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(
        "uuid",
        NameUuid.of(
            "left-out", at.toString(), object.title(), object.path(), Integer.toString(number)));
    tree.put("title", Oscal.markup(object.title() + " is left out"));
    tree.put(
        "description",
        Oscal.markup(
            "It cannot be used as written, so nothing here is about it"
                + (object.message().isEmpty() ? "." : ": " + object.message())));
    List<Map<String, Object>> props = new ArrayList<>();
    props.add(Oscal.prop("state", "LeftOut"));
    if (!object.path().isEmpty()) {
      props.add(Oscal.prop("field", object.path()));
    }
    tree.put("props", props);
    tree.put("methods", List.of("EXAMINE"));
    tree.put("origins", OscalObservations.origins());
    tree.put("collected", at.toString());
    return tree;
  }
}
