package io.brainy.model.query;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Decides which strings are instants to filters: RFC 3339 date-times with an offset, as
/// `2026-11-23T07:30:00.25+01:00`. Written by hand because every string of every document passes
/// here, and most are turned away at the first look.
public final class Rfc3339 {

    /// `2026-11-23T07:30:00Z`.
    private static final int SHORTEST = 20;

    private static final int SECONDS_A_DAY = 86_400;
    private static final int NANO_DIGITS = 9;

    private Rfc3339() {}

    /// The instant that the text names, or null where it names none. Digits beyond nanoseconds are
    /// cut; a leap second is the first second of the next minute.
    public static @Nullable Instant instantOf(String text) {
        if (text.length() < SHORTEST
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || (text.charAt(10) | 0x20) != 't'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':') {
            return null;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (year < 0
                || month < 1
                || month > 12
                || day < 1
                || day > daysIn(year, month)
                || hour < 0
                || hour > 23
                || minute < 0
                || minute > 59
                || second < 0
                || second > 60) {
            return null;
        }
        int at = 19;
        int nanos = 0;
        if (text.charAt(at) == '.') {
            int first = ++at;
            while (at < text.length() && isDigit(text.charAt(at))) {
                if (at - first < NANO_DIGITS) {
                    nanos = nanos * 10 + (text.charAt(at) - '0');
                }
                at++;
            }
            if (at == first) {
                return null;
            }
            for (int digits = at - first; digits < NANO_DIGITS; digits++) {
                nanos *= 10;
            }
        }
        int offset = offsetSeconds(text, at);
        if (offset == Integer.MIN_VALUE) {
            return null;
        }
        long seconds =
                daysFromEpoch(year, month, day) * SECONDS_A_DAY
                        + hour * 3600L
                        + minute * 60L
                        + second
                        - offset;
        return Instant.ofEpochSecond(seconds, nanos);
    }

    /// The offset that ends the text, or `Integer.MIN_VALUE` where something else does.
    private static int offsetSeconds(String text, int at) {
        int left = text.length() - at;
        if (left == 1 && (text.charAt(at) | 0x20) == 'z') {
            return 0;
        }
        if (left != 6
                || (text.charAt(at) != '+' && text.charAt(at) != '-')
                || text.charAt(at + 3) != ':') {
            return Integer.MIN_VALUE;
        }
        int hours = number(text, at + 1, at + 3);
        int minutes = number(text, at + 4, at + 6);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return Integer.MIN_VALUE;
        }
        int seconds = hours * 3600 + minutes * 60;
        return text.charAt(at) == '-' ? -seconds : seconds;
    }

    /// The decimal number between two places, or -1 where there is anything but digits.
    private static int number(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
            value = value * 10 + (text.charAt(i) - '0');
        }
        return value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int daysIn(int year, int month) {
        return switch (month) {
            case 2 -> isLeap(year) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    private static boolean isLeap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    /// Days of the proleptic Gregorian calendar, counted in years that begin in March, so that the
    /// leap day is the last.
    private static long daysFromEpoch(int year, int month, int day) {
        long years = month > 2 ? year : year - 1L;
        long era = Math.floorDiv(years, 400);
        long yearOfEra = years - era * 400;
        long dayOfYear = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097 + dayOfEra - 719_468;
    }
}
