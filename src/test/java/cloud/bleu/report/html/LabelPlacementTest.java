package cloud.bleu.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.report.html.LabelPlacement.Label;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Labels on a map cover neither one another nor the points. */
class LabelPlacementTest {
  private static final Box SHEET = new Box(0, 0, 530, 520);

  private static void nothingIsCovered(Box sheet, List<Label> labels, Map<Integer, Box> boxes) {
    List<Box> all = List.copyOf(boxes.values());
    for (int i = 0; i < all.size(); i++) {
      assertTrue(sheet.contains(all.get(i)), "off the sheet: " + all.get(i));
      for (int j = i + 1; j < all.size(); j++) {
        assertFalse(all.get(i).touches(all.get(j), 0), all.get(i) + " covers " + all.get(j));
      }
      for (Label label : labels) {
        assertFalse(
            all.get(i).touches(Box.around(label.x(), label.y(), 3), 0),
            all.get(i) + " covers the point of " + label);
      }
    }
  }

  @Test
  void aLabelAloneIsRightOfItsPoint() {
    Map<Integer, Box> boxes =
        LabelPlacement.of(SHEET, List.of(new Label(0, 100, 100, 80, 20)), null);
    assertEquals(new Box(112, 90, 80, 20), boxes.get(0));
  }

  @Test
  void aLabelAtTheEdgeStaysOnTheSheetAndOffWhatIsBlocked() {
    List<Label> labels = List.of(new Label(0, 520, 260, 80, 20));
    Box left = LabelPlacement.of(SHEET, labels, null).get(0);
    assertTrue(SHEET.contains(left), left.toString());
    Box blocked = new Box(380, 200, 150, 100);
    Box off = LabelPlacement.of(SHEET, labels, blocked).get(0);
    assertFalse(off.touches(blocked, 0), off.toString());
  }

  @Test
  void whatFindsNoRoomHasNoLabel() {
    Box small = new Box(0, 0, 60, 60);
    assertEquals(Map.of(), LabelPlacement.of(small, List.of(new Label(0, 30, 30, 80, 20)), null));
  }

  @Test
  void manyLabelsOfAnySizeCoverNothing() {
    Random random = new Random(7);
    for (int round = 0; round < 60; round++) {
      List<Label> labels = new ArrayList<>();
      for (int i = 0; i < 3 + round; i++) {
        labels.add(
            new Label(
                i,
                20 + random.nextInt(490),
                20 + random.nextInt(480),
                40 + random.nextInt(140),
                20 + random.nextInt(120)));
      }
      Map<Integer, Box> boxes = LabelPlacement.of(SHEET, labels, null);
      nothingIsCovered(SHEET, labels, boxes);
      noLinesCross(labels, boxes);
    }
  }

  private static void noLinesCross(List<Label> labels, Map<Integer, Box> boxes) {
    List<Line2D> lines = new ArrayList<>();
    for (Label label : labels) {
      Box box = boxes.get(label.number());
      if (box != null) {
        Line2D line =
            new Line2D.Double(
                label.x(), label.y(), box.nearestX(label.x()), box.nearestY(label.y()));
        lines.forEach(other -> assertFalse(line.intersectsLine(other), "a line crosses another"));
        lines.add(line);
      }
    }
  }

  @Test
  void theFirstOfTwoHasTheOnlyPlace() {
    Box small = new Box(0, 0, 128, 30);
    List<Label> labels = List.of(new Label(0, 15, 15, 80, 20), new Label(1, 113, 15, 80, 20));
    assertEquals(Set.of(0), LabelPlacement.of(small, labels, null).keySet());
    assertEquals(
        Set.of(1), LabelPlacement.of(small, List.of(labels.get(1), labels.get(0)), null).keySet());
  }
}
