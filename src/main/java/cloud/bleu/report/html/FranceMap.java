package cloud.bleu.report.html;

import cloud.bleu.report.page.PageZone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Draws zones on a map of France, and those around Paris on a sheet of their own, where most of the
 * French data centres lie within 50 km.
 */
final class FranceMap {
  /** Of the outline: {@code france.path} is made with the same, and 50 units for a degree. */
  private static final double WEST = -5.5;

  private static final double NORTH = 51.5;
  private static final double UNITS = 50 * MapSheet.OUTLINE;
  private static final double NARROW = Math.cos(Math.toRadians(46.5));

  private static final int WIDTH = 424;
  private static final int HEIGHT = 416;
  private static final int INSET_WIDTH = 424;
  private static final int INSET_HEIGHT = 420;

  /** Left free around what is drawn on the inset, and below it for the bar of the scale. */
  private static final double EDGE = 14;

  private static final double BAR = 24;

  /** What is said below the frame of the inset. */
  private static final double NOTE = 16;

  /** Île-de-France, in degrees. */
  private static final double[] PARIS = {1.44, 48.12, 3.56, 49.25};

  /** Kept free on each side of the inset. */
  private static final double MARGIN = 105;

  private static final double LEAST_DEGREES = 0.25;
  private static final double KILOMETRES_OF_A_DEGREE = 111.2;

  private final List<PageZone> inside = new ArrayList<>();
  private final List<PageZone> outside = new ArrayList<>();
  private final List<PageZone> elsewhere = new ArrayList<>();
  private final PlaceLabels labels;

  FranceMap(List<PageZone> zones) {
    this.labels = new PlaceLabels(zones);
    List<PageZone> near = zones.stream().filter(FranceMap::isNearParis).toList();
    for (PageZone zone : zones) {
      if (!isOnSheet(zone)) {
        elsewhere.add(zone);
      } else if (near.size() > 1 && near.contains(zone)) {
        inside.add(zone);
      } else {
        outside.add(zone);
      }
    }
  }

  /** Zones without coordinates, or that lie outside of the sheet. */
  List<PageZone> elsewhere() {
    return elsewhere;
  }

  /** Zones that are on a map and have no label, because there was no room for it. */
  static List<PageZone> unlabelled(MapSheet sheet) {
    List<PageZone> zones = new ArrayList<>();
    for (MapSheet.Place place : sheet.places()) {
      zones.addAll(place.zones().subList(place.marks().size(), place.zones().size()));
    }
    return zones;
  }

  MapSheet france() {
    MapSheet.Frame frame = null;
    if (!inside.isEmpty()) {
      double left = x(PARIS[0]);
      double top = y(PARIS[3]);
      frame = new MapSheet.Frame(left, top, x(PARIS[2]) - left, y(PARIS[1]) - top, inside.size());
    }
    Box blocked =
        frame == null ? null : new Box(frame.x(), frame.y(), frame.width(), frame.height() + NOTE);
    Box sheet = new Box(0, 0, WIDTH, HEIGHT);
    return new MapSheet(
        sheet,
        Resources.text("france.path").strip(),
        frame,
        0,
        labels.of(sheet, points(outside, z -> x(lon(z)), z -> y(lat(z))), blocked));
  }

  /** The sheet around Paris; null when fewer than two zones lie there. */
  @Nullable MapSheet paris() {
    if (inside.isEmpty()) {
      return null;
    }
    double west = inside.stream().mapToDouble(FranceMap::lon).min().orElseThrow();
    double east = inside.stream().mapToDouble(FranceMap::lon).max().orElseThrow();
    double south = inside.stream().mapToDouble(FranceMap::lat).min().orElseThrow();
    double north = inside.stream().mapToDouble(FranceMap::lat).max().orElseThrow();
    double narrow = Math.cos(Math.toRadians((south + north) / 2));
    double units =
        Math.min(
            (INSET_WIDTH - 2 * MARGIN) / Math.max(LEAST_DEGREES, (east - west) * narrow),
            (INSET_HEIGHT - 2 * MARGIN) / Math.max(LEAST_DEGREES, north - south));
    double middleX = (west + east) / 2;
    double middleY = (south + north) / 2;
    double scale = units * MapSheet.KILOMETRES / KILOMETRES_OF_A_DEGREE;
    List<MapSheet.Place> places =
        labels.of(
            new Box(0, 0, INSET_WIDTH, INSET_HEIGHT),
            points(
                inside,
                z -> INSET_WIDTH / 2.0 + (lon(z) - middleX) * narrow * units,
                z -> INSET_HEIGHT / 2.0 - (lat(z) - middleY) * units),
            null);
    return new MapSheet(drawn(places, scale), null, null, scale, places);
  }

  /** What is drawn, with the bar of the scale below it. */
  private static Box drawn(List<MapSheet.Place> places, double scale) {
    Box all = places.stream().map(FranceMap::drawn).reduce(Box::with).orElseThrow().grown(EDGE);
    return new Box(all.x(), all.y(), Math.max(all.width(), scale + BAR * 4), all.height() + BAR);
  }

  private static Box drawn(MapSheet.Place place) {
    Box point = Box.around(place.x(), place.y(), LabelPlacement.POINT);
    return place.box() == null ? point : point.with(place.box());
  }

  private interface Axis {
    double of(PageZone zone);
  }

  private static Map<PageZone, double[]> points(List<PageZone> zones, Axis x, Axis y) {
    Map<PageZone, double[]> points = new java.util.LinkedHashMap<>();
    zones.forEach(z -> points.put(z, new double[] {x.of(z), y.of(z)}));
    return points;
  }

  private static boolean isOnSheet(PageZone zone) {
    if (!zone.located()) {
      return false;
    }
    double x = x(lon(zone));
    double y = y(lat(zone));
    return x > 0 && x < WIDTH && y > 0 && y < HEIGHT;
  }

  private static boolean isNearParis(PageZone zone) {
    return zone.located()
        && lon(zone) >= PARIS[0]
        && lon(zone) <= PARIS[2]
        && lat(zone) >= PARIS[1]
        && lat(zone) <= PARIS[3];
  }

  private static double x(double longitude) {
    return (longitude - WEST) * NARROW * UNITS;
  }

  private static double y(double latitude) {
    return (NORTH - latitude) * UNITS;
  }

  private static double lat(PageZone zone) {
    return Objects.requireNonNull(zone.latitude()).doubleValue();
  }

  private static double lon(PageZone zone) {
    return Objects.requireNonNull(zone.longitude()).doubleValue();
  }
}
