package cloud.bleu.assess.check;

import cloud.bleu.assess.manifest.ObjectField;
import cloud.bleu.assess.manifest.SeenObject;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Two regions in one object. */
final class Regions implements Check {

  private static final Pattern REGION =
      Pattern.compile("(topology|failure-domain\\.beta)\\.kubernetes\\.io/region");
  private static final Pattern ZONE =
      Pattern.compile(
          "(topology|failure-domain\\.beta)\\.kubernetes\\.io/zone|topology\\.disk\\.csi\\.azure\\.com/zone|topology\\.gke\\.io/zone");

  /** What makes a zone of a region: {@code francecentral-1}, {@code europe-west9-a}. */
  private static final Pattern SUFFIX = Pattern.compile("(?<=[a-z0-9])-[0-9]$|(?<=[0-9])-[a-z]$");

  @Override
  public void look(SeenObject object, Sightings sightings) {
    TreeSet<String> regions = new TreeSet<>();
    String path = "";
    for (ObjectField label : labels(object)) {
      boolean zone = ZONE.matcher(label.key()).matches();
      if (!zone && !REGION.matcher(label.key()).matches()) {
        continue;
      }
      for (String value : label.text().split(",")) {
        String region = zone ? SUFFIX.matcher(value).replaceFirst("") : value;
        if (!value.isEmpty() && (!zone || !region.equals(value))) {
          path = path.isEmpty() ? label.path() : path;
          regions.add(region);
        }
      }
    }
    if (regions.size() > 1) {
      sightings.add("MultiRegion", path, String.join(", ", regions));
    }
  }

  private static List<ObjectField> labels(SeenObject object) {
    List<ObjectField> labels = new ArrayList<>(object.select("$nodeLabel"));
    for (ObjectField one : object.select("$object.allowedTopologies.*.matchLabelExpressions.*")) {
      String key = one.node().path("key").asText();
      one.node().path("values").forEach(v -> labels.add(new ObjectField(one.path(), key, v)));
    }
    return labels;
  }
}
