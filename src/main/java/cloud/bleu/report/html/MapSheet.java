package cloud.bleu.report.html;

import cloud.bleu.report.page.PageZone;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A map as it is drawn.
 *
 * @param box of the sheet, in units of the drawing
 * @param outline of the country, as data of an SVG path; null where none is drawn
 * @param frame that another sheet enlarges; null where none does
 * @param scale length of the bar that shows {@link #KILOMETRES}; 0 for none
 * @param places with their zones
 */
public record MapSheet(
    Box box, @Nullable String outline, @Nullable Frame frame, double scale, List<Place> places) {

  /** What the bar of the scale shows. */
  public static final int KILOMETRES = 10;

  /** How much smaller than {@code france.path} the outline is drawn. */
  public static final double OUTLINE = 0.8;

  private static final double PIXELS = 1.15;

  public MapSheet {
    places = List.copyOf(places);
  }

  /** The sheet, as SVG writes the box that is seen. */
  public String viewBox() {
    return String.format(
        Locale.ROOT, "%.1f %.1f %.1f %.1f", box.x(), box.y(), box.width(), box.height());
  }

  /** Pixels for a text of the usual size; less where there is less room. */
  public long pixels() {
    return Math.round(box.width() * PIXELS);
  }

  /** The part that another sheet enlarges, and how many zones lie there. */
  public record Frame(double x, double y, double width, double height, int zones) {}

  /**
   * Zones of which the points fall together.
   *
   * @param box of the label; null where there is no room for it
   * @param leader from the point to the label, as data of an SVG path
   * @param marks of the zones in the label, as many as are shown
   * @param more zones that are not shown
   */
  public record Place(
      double x,
      double y,
      @Nullable Box box,
      String leader,
      List<Mark> marks,
      int more,
      List<PageZone> zones) {
    public Place {
      marks = List.copyOf(marks);
      zones = List.copyOf(zones);
    }
  }

  /**
   * A zone in a label.
   *
   * @param number of the zone on the page
   * @param text its name, shortened to the room
   * @param x of the middle of its mark
   * @param radius by the replicas
   */
  public record Mark(int number, PageZone zone, String text, double x, double y, double radius) {}
}
