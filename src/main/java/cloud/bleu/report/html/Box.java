package cloud.bleu.report.html;

/**
 * A rectangle of a drawing.
 *
 * @param x of its left side
 * @param y of its upper side
 */
public record Box(double x, double y, double width, double height) {

  /** The square around a point. */
  static Box around(double x, double y, double half) {
    return new Box(x - half, y - half, 2 * half, 2 * half);
  }

  double right() {
    return x + width;
  }

  /** Of its lower side. */
  public double bottom() {
    return y + height;
  }

  /** Whether the two come nearer to one another than a gap. */
  boolean touches(Box other, double gap) {
    return x < other.right() + gap
        && other.x < right() + gap
        && y < other.bottom() + gap
        && other.y < bottom() + gap;
  }

  /** The smallest box with both in it. */
  Box with(Box other) {
    double left = Math.min(x, other.x);
    double top = Math.min(y, other.y);
    return new Box(
        left,
        top,
        Math.max(right(), other.right()) - left,
        Math.max(bottom(), other.bottom()) - top);
  }

  /** Larger by a margin on each side. */
  Box grown(double margin) {
    return new Box(x - margin, y - margin, width + 2 * margin, height + 2 * margin);
  }

  boolean contains(Box other) {
    return other.x >= x && other.y >= y && other.right() <= right() && other.bottom() <= bottom();
  }

  /** The point of it that is nearest to another one. */
  double nearestX(double toX) {
    return Math.max(x, Math.min(right(), toX));
  }

  /** The point of it that is nearest to another one. */
  double nearestY(double toY) {
    return Math.max(y, Math.min(bottom(), toY));
  }

  /** Whether a line passes through it (Liang and Barsky). */
  boolean isCrossed(double fromX, double fromY, double toX, double toY) {
    double begin = 0;
    double end = 1;
    double[] steps = {fromX - toX, toX - fromX, fromY - toY, toY - fromY};
    double[] room = {fromX - x, right() - fromX, fromY - y, bottom() - fromY};
    for (int i = 0; i < steps.length; i++) {
      if (steps[i] == 0) {
        if (room[i] < 0) {
          return false;
        }
      } else if (steps[i] < 0) {
        begin = Math.max(begin, room[i] / steps[i]);
      } else {
        end = Math.min(end, room[i] / steps[i]);
      }
    }
    return begin < end;
  }
}
