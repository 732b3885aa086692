package cloud.bleu.report.html;

import cloud.bleu.report.page.PageZone;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Groups zones whose points fall together, and makes a label for each group. */
final class PlaceLabels {
  /** Zones that a label names; the others are counted. */
  private static final int MOST_LINES = 6;

  private static final int MOST_CHARACTERS = 20;
  private static final double TOGETHER = 14;
  private static final double LINE = 21;
  private static final double PADDING = 5;
  private static final double MARK = 24;

  /** Of the widest usual font at 13 units, on average. */
  private static final double CHARACTER = 7.9;

  private static final double SMALLEST = 4;
  private static final double GROWTH = 4;

  private final Map<PageZone, Integer> numbers = new HashMap<>();
  private final int mostReplicas;

  /** All zones of the page, in their order: marks are sized by the most that any has. */
  PlaceLabels(List<PageZone> zones) {
    zones.forEach(z -> numbers.put(z, numbers.size()));
    this.mostReplicas = zones.stream().mapToInt(PageZone::replicas).max().orElse(0);
  }

  private static final class Group {
    private final List<PageZone> zones = new ArrayList<>();
    private double x;
    private double y;

    void add(PageZone zone, double[] point) {
      x = (x * zones.size() + point[0]) / (zones.size() + 1);
      y = (y * zones.size() + point[1]) / (zones.size() + 1);
      zones.add(zone);
    }
  }

  /**
   * The places with their labels.
   *
   * @param points of zones on the sheet
   * @param blocked what no label may cover; null for nothing
   */
  List<MapSheet.Place> of(Box sheet, Map<PageZone, double[]> points, @Nullable Box blocked) {
    List<Group> groups = grouped(points);
    List<LabelPlacement.Label> labels = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      Group group = groups.get(i);
      labels.add(new LabelPlacement.Label(i, group.x, group.y, width(group), height(group)));
    }
    labels.sort(Comparator.comparing(l -> -weight(groups.get(l.number()))));
    Map<Integer, Box> boxes = LabelPlacement.of(sheet, labels, blocked);
    List<MapSheet.Place> places = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      places.add(place(groups.get(i), boxes.get(i)));
    }
    return places;
  }

  private static List<Group> grouped(Map<PageZone, double[]> points) {
    List<Group> groups = new ArrayList<>();
    points.forEach(
        (zone, point) ->
            groups.stream()
                .filter(g -> Math.hypot(g.x - point[0], g.y - point[1]) < TOGETHER)
                .findFirst()
                .orElseGet(
                    () -> {
                      Group group = new Group();
                      groups.add(group);
                      return group;
                    })
                .add(zone, point));
    return groups;
  }

  private MapSheet.Place place(Group group, @Nullable Box box) {
    List<MapSheet.Mark> marks = new ArrayList<>();
    if (box != null) {
      for (PageZone zone : shown(group)) {
        marks.add(
            new MapSheet.Mark(
                numbers.getOrDefault(zone, 0),
                zone,
                text(zone),
                box.x() + PADDING + MARK / 2 - 2,
                box.y() + PADDING + LINE * marks.size() + LINE / 2,
                radius(zone)));
      }
    }
    return new MapSheet.Place(
        group.x,
        group.y,
        box,
        box == null
            ? ""
            : String.format(
                Locale.ROOT,
                "M%.1f,%.1fL%.1f,%.1f",
                group.x,
                group.y,
                box.nearestX(group.x),
                box.nearestY(group.y)),
        marks,
        group.zones.size() - shown(group).size(),
        group.zones);
  }

  /** Where there is not room for all, what runs in a zone says which of them have a name. */
  private static int weight(Group group) {
    return group.zones.stream().mapToInt(PageZone::replicas).sum();
  }

  private static List<PageZone> shown(Group group) {
    return group.zones.subList(0, Math.min(MOST_LINES, group.zones.size()));
  }

  private static double width(Group group) {
    int longest = shown(group).stream().mapToInt(PlaceLabels::length).max().orElse(0);
    return 2 * PADDING + MARK + CHARACTER * Math.max(longest, 5);
  }

  private static double height(Group group) {
    int lines = shown(group).size() + (group.zones.size() > MOST_LINES ? 1 : 0);
    return 2 * PADDING + LINE * lines;
  }

  private static String text(PageZone zone) {
    String name = zone.name();
    return name.length() > MOST_CHARACTERS ? name.substring(0, MOST_CHARACTERS - 1) + "…" : name;
  }

  /** Characters of a line, with the count of replicas where there are any. */
  private static int length(PageZone zone) {
    int name = text(zone).length();
    return zone.replicas() > 0 ? name + 1 + String.valueOf(zone.replicas()).length() : name;
  }

  private double radius(PageZone zone) {
    return mostReplicas == 0
        ? SMALLEST
        : SMALLEST + GROWTH * Math.sqrt(zone.replicas() / (double) mostReplicas);
  }
}
