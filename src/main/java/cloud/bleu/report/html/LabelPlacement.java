package cloud.bleu.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds places for labels beside the points that they name. No label covers another one, a point of
 * another one, or a line that leads from a point to its label, and no such line crosses another. A
 * label for which no place is found gets none.
 */
final class LabelPlacement {
  /** Between two labels. */
  static final double GAP = 4;

  /** Half of the square that is kept free around a point. */
  static final double POINT = 6;

  private static final double[] DISTANCES = {12, 24, 38, 54, 74, 98};
  private static final int DIRECTIONS = 16;

  /** A label that wants a place: the size of its box, and its point. */
  record Label(int number, double x, double y, double width, double height) {}

  private record Leader(double fromX, double fromY, double toX, double toY) {
    boolean crosses(Box box) {
      return box.isCrossed(fromX, fromY, toX, toY);
    }

    boolean crosses(Leader other) {
      return side(other.fromX, other.fromY) * side(other.toX, other.toY) < 0
          && other.side(fromX, fromY) * other.side(toX, toY) < 0;
    }

    /** Positive on one side of the line, negative on the other. */
    private double side(double x, double y) {
      return (toX - fromX) * (y - fromY) - (toY - fromY) * (x - fromX);
    }
  }

  private final Box sheet;
  private final List<Label> labels;
  private final Map<Integer, Box> placed = new TreeMap<>();
  private final List<Leader> leaders = new ArrayList<>();

  private final @Nullable Box blocked;

  private LabelPlacement(Box sheet, List<Label> labels, @Nullable Box blocked) {
    this.sheet = sheet;
    this.labels = labels;
    this.blocked = blocked;
  }

  /**
   * The boxes by number of the label. Where two want the same place, the first has it.
   *
   * @param blocked what no label may cover; null for nothing
   */
  static Map<Integer, Box> of(Box sheet, List<Label> labels, @Nullable Box blocked) {
    LabelPlacement placement = new LabelPlacement(sheet, labels, blocked);
    labels.forEach(placement::place);
    return placement.placed;
  }

  private void place(Label label) {
    for (double distance : DISTANCES) {
      for (int i = 0; i < DIRECTIONS; i++) {
        double angle = 2 * Math.PI * i / DIRECTIONS;
        double centreX = label.x() + Math.cos(angle) * (distance + label.width() / 2);
        double centreY = label.y() + Math.sin(angle) * (distance + label.height() / 2);
        Box box =
            new Box(
                centreX - label.width() / 2,
                centreY - label.height() / 2,
                label.width(),
                label.height());
        Leader leader =
            new Leader(label.x(), label.y(), box.nearestX(label.x()), box.nearestY(label.y()));
        if (isFree(label, box, leader)) {
          placed.put(label.number(), box);
          leaders.add(leader);
          return;
        }
      }
    }
  }

  private boolean isFree(Label label, Box box, Leader leader) {
    return sheet.contains(box)
        && (blocked == null || !blocked.touches(box, GAP))
        && placed.values().stream().noneMatch(b -> b.touches(box, GAP) || leader.crosses(b))
        && leaders.stream().noneMatch(l -> l.crosses(box) || l.crosses(leader))
        && labels.stream()
            .noneMatch(
                other -> {
                  Box point = Box.around(other.x(), other.y(), POINT);
                  return point.touches(box, 0)
                      || other.number() != label.number() && leader.crosses(point);
                });
  }
}
