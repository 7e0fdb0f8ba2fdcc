-- policies/bench.yaml as one query. Numbers are micro, money is fen, and DuckDB refuses
-- a product that leaves 64 bits; those of a county's whole fund have 128.
WITH
-- --- staff and schools ---------------------------------------------------------------------------
posts AS (
    SELECT
        county_id, school_id, teacher_id, stage, micro(fte) AS fte,
        position = 'teacher' AS front_line,
        position IN ('principal', 'deputy_principal') AS leader,
        CASE position
            WHEN 'principal' THEN 30000000 WHEN 'deputy_principal' THEN 25000000
            WHEN 'librarian' THEN 12000000 WHEN 'clerk' THEN 12000000 ELSE 0
        END AS duty
    FROM staff JOIN schools USING (county_id, school_id)
),
-- --- items ---------------------------------------------------------------------------------------
work AS (
    SELECT
        school_id, teacher_id,
        total(CASE WHEN kind = 'lesson' THEN mul(mul(mul(micro(quantity),
            CASE
                WHEN subject IN ('chinese', 'math', 'english') THEN 1150000
                WHEN subject IN ('physics', 'chemistry') THEN 1100000
                WHEN subject IN ('biology', 'history', 'geography', 'politics') THEN 1050000
                ELSE 1000000
            END),
            CASE
                WHEN class_size < 30 THEN 950000 WHEN class_size < 46 THEN 1000000
                WHEN class_size < 56 THEN 1100000 ELSE 1250000
            END),
            CASE grade
                WHEN 1 THEN 1050000 WHEN 6 THEN 1050000 WHEN 9 THEN 1150000
                WHEN 12 THEN 1250000 ELSE 1000000
            END) END) AS lessons,
        total(CASE WHEN kind = 'class_head' THEN mul(micro(quantity), 600000000) END)
            AS class_head_pay,
        total(CASE kind
            WHEN 'substitute' THEN mul(micro(quantity), 25000000)
            WHEN 'evening' THEN mul(micro(quantity), 40000000)
        END) AS extra_pay
    FROM workload GROUP BY school_id, teacher_id
),
best_award AS (
    SELECT
        school_id, teacher_id, event,
        max(CASE level
            WHEN 'national' THEN CASE rank WHEN 1 THEN 3000 WHEN 2 THEN 2000 WHEN 3 THEN 1200 END
            WHEN 'province' THEN CASE rank WHEN 1 THEN 1500 WHEN 2 THEN 1000 WHEN 3 THEN 600 END
            WHEN 'city' THEN CASE rank WHEN 1 THEN 500 WHEN 2 THEN 300 WHEN 3 THEN 200 END
            WHEN 'county' THEN CASE rank WHEN 1 THEN 150 WHEN 2 THEN 80 END
        END) AS award
    FROM workload WHERE kind = 'competition' GROUP BY school_id, teacher_id, event
),
coaching AS (
    SELECT school_id, teacher_id, total(award) * 1000000 AS coaching
    FROM best_award GROUP BY school_id, teacher_id
),
results AS (
    SELECT
        school_id, teacher_id,
        nearest(sum(micro(value)) FILTER (indicator = 'teaching_quality'),
            count(*) FILTER (indicator = 'teaching_quality')) AS quality,
        total(CASE WHEN indicator = 'open_lesson' THEN mul(micro(value), 150000) END)
            AS open_lessons
    FROM outcomes GROUP BY school_id, teacher_id
),
ranked AS (
    SELECT
        school_id, teacher_id,
        count(*) OVER school AS n,
        rank() OVER (school ORDER BY quality DESC) - 1 AS before,
        count(*) OVER (PARTITION BY school_id, quality) AS equals
    FROM results JOIN posts USING (school_id, teacher_id)
    WHERE front_line AND quality IS NOT NULL
    WINDOW school AS (PARTITION BY school_id)
),
graded AS (
    -- equal members get the mean of the values of the places that they take
    SELECT
        school_id, teacher_id,
        CASE WHEN n < 5 THEN 1000000
            ELSE nearest(graded_to(before + equals, n) - graded_to(before, n), equals)
        END AS graded
    FROM ranked
),
absence AS (
    SELECT
        school_id, teacher_id,
        total(mul(micro(days), CASE kind
            WHEN 'sick' THEN 500000 WHEN 'personal' THEN 1000000
            WHEN 'absent' THEN 3000000 WHEN 'maternity' THEN 0
        END)) AS days
    FROM leave GROUP BY school_id, teacher_id
),
members AS (
    SELECT
        county_id, school_id, teacher_id, front_line, leader,
        mul(tiered(coalesce(lessons, 0)) + mul(duty, fte),
            CASE WHEN leader THEN 950000 WHEN front_line THEN 1000000 ELSE 900000 END) AS points,
        CASE WHEN front_line THEN coalesce(graded, 0) + coalesce(open_lessons, 0) ELSE 0 END
            AS result_points,
        nearest(coalesce(class_head_pay, 0) + coalesce(coaching, 0), 10000) AS head_owed,
        nearest(coalesce(extra_pay, 0), 10000) AS extra_owed,
        CASE
            WHEN coalesce(days, 0) < 6000000 THEN 1000000 WHEN days < 15000000 THEN 900000
            WHEN days < 30000000 THEN 700000 WHEN days < 60000000 THEN 500000 ELSE 0
        END AS present
    FROM posts
    LEFT JOIN work USING (school_id, teacher_id)
    LEFT JOIN coaching USING (school_id, teacher_id)
    LEFT JOIN results USING (school_id, teacher_id)
    LEFT JOIN graded USING (school_id, teacher_id)
    LEFT JOIN absence USING (school_id, teacher_id)
),
-- --- level 1 -------------------------------------------------------------------------------------
headcounts AS (
    SELECT
        county_id, school_id,
        total(mul(fte, CASE stage
            WHEN 'primary' THEN 1000000 WHEN 'junior' THEN 1100000 ELSE 1200000
        END)) AS headcount
    FROM posts GROUP BY county_id, school_id
),
assessed AS (
    SELECT school_id, nearest(total(micro(value)), count(*)) AS assessment
    FROM school_results WHERE indicator = 'annual_assessment' GROUP BY school_id
),
units AS (
    SELECT
        county_id, school_id, headcount,
        mul(headcount, CASE
            WHEN assessment < 60000000 THEN 800000 WHEN assessment < 75000000 THEN 900000
            WHEN assessment < 90000000 THEN 1000000 ELSE 1100000
        END) AS merit,
        CAST(mul(fund, 700000) AS HUGEINT) AS base_money, fund - base_money AS merit_money
    FROM headcounts
    JOIN assessed USING (school_id)
    JOIN (SELECT county_id, CAST(sum(round(amount * 100)) AS HUGEINT) AS fund FROM funds
          GROUP BY county_id) USING (county_id)
),
unit_parts AS (
    SELECT
        *, part(base_money, headcount, sum(headcount) OVER county) AS base_part,
        remainder(base_money, headcount, sum(headcount) OVER county) AS base_rest,
        part(merit_money, merit, sum(merit) OVER county) AS merit_part,
        remainder(merit_money, merit, sum(merit) OVER county) AS merit_rest
    FROM units WINDOW county AS (PARTITION BY county_id)
),
purses AS (
    SELECT
        school_id,
        CAST(base_part + merit_part
        + one_more(row_number() OVER (county ORDER BY base_rest DESC, school_id),
            base_money, sum(base_part) OVER county)
        + one_more(row_number() OVER (county ORDER BY merit_rest DESC, school_id),
            merit_money, sum(merit_part) OVER county) AS BIGINT) AS purse
    FROM unit_parts WINDOW county AS (PARTITION BY county_id)
),
-- --- level 2 -------------------------------------------------------------------------------------
pools AS (
    SELECT
        school_id, heads_total, extra_total, points_total, result_total,
        least(heads_total, purse) AS heads_money,
        least(extra_total, purse - heads_money, purse * 6 // 100) AS extra_money,
        CASE WHEN points_total > 0 THEN mul(purse - heads_money - extra_money, 600000) ELSE 0 END
            AS work_money,
        purse - heads_money - extra_money - work_money AS result_money
    FROM purses JOIN (
        SELECT
            school_id, total(head_owed) AS heads_total, total(extra_owed) AS extra_total,
            total(points) AS points_total, total(result_points) AS result_total
        FROM members GROUP BY school_id
    ) USING (school_id)
),
parts AS (
    SELECT
        *,
        part(heads_money, head_owed, heads_total) AS head_part,
        remainder(heads_money, head_owed, heads_total) AS head_rest,
        part(extra_money, extra_owed, extra_total) AS extra_part,
        remainder(extra_money, extra_owed, extra_total) AS extra_rest,
        part(work_money, points, points_total) AS work_part,
        remainder(work_money, points, points_total) AS work_rest,
        part(result_money, result_points, result_total) AS result_part,
        remainder(result_money, result_points, result_total) AS result_rest
    FROM members JOIN pools USING (school_id)
),
paid AS (
    SELECT
        county_id, school_id, teacher_id, front_line, leader, present,
        head_part + one_more(row_number() OVER (school ORDER BY head_rest DESC, teacher_id),
            heads_money, sum(head_part) OVER school)
        + extra_part + one_more(row_number() OVER (school ORDER BY extra_rest DESC, teacher_id),
            extra_money, sum(extra_part) OVER school) AS tasks_paid,
        work_part + one_more(row_number() OVER (school ORDER BY work_rest DESC, teacher_id),
            work_money, sum(work_part) OVER school)
        + result_part
        + CASE WHEN result_total > 0
            THEN one_more(row_number() OVER (school ORDER BY result_rest DESC, teacher_id),
                result_money, sum(result_part) OVER school)
            ELSE 0 END AS shared
    FROM parts WINDOW school AS (PARTITION BY school_id)
),
-- --- adjustment: who was on leave loses, the others share it -------------------------------------
cuts AS (
    SELECT
        *, tasks_paid + shared AS has, shared - mul(shared, present) AS cut,
        CASE WHEN cut = 0 THEN has ELSE 0 END AS heir
    FROM paid
),
cut_parts AS (
    SELECT
        *, CAST(sum(cut) OVER school AS BIGINT) AS cut_total,
        CAST(sum(heir) OVER school AS BIGINT) AS heirs_total,
        part(cut_total, heir, heirs_total) AS heir_part,
        remainder(cut_total, heir, heirs_total) AS heir_rest
    FROM cuts WINDOW school AS (PARTITION BY school_id)
),
adjusted AS (
    SELECT
        county_id, school_id, teacher_id, front_line, leader,
        has - cut + heir_part
        + CASE WHEN heirs_total > 0
            THEN one_more(row_number() OVER (school ORDER BY heir_rest DESC, teacher_id),
                cut_total, sum(heir_part) OVER school)
            ELSE 0 END AS has
    FROM cut_parts WINDOW school AS (PARTITION BY school_id)
),
-- --- guarantee: the mean of the front line is at least that of the leaders -----------------------
moves AS (
    SELECT
        school_id, front_total, leader_total,
        CASE WHEN front_heads > 0 AND leader_heads > 0
            THEN least(leader_total, greatest(0, at_least(
                leader_total * front_heads - front_total * leader_heads,
                leader_heads + front_heads)))
            ELSE 0 END AS moved
    FROM (
        SELECT
            school_id,
            total(CASE WHEN front_line THEN has END) AS front_total,
            total(CASE WHEN leader THEN has END) AS leader_total,
            count(*) FILTER (front_line) AS front_heads, count(*) FILTER (leader) AS leader_heads
        FROM adjusted GROUP BY school_id
    )
),
sides AS (
    SELECT
        adjusted.*, front_line OR leader AS concerned,
        CASE WHEN front_line THEN front_total + moved ELSE leader_total - moved END AS side_money,
        CASE WHEN front_line THEN front_total ELSE leader_total END AS side_had,
        CASE WHEN side_had = 0 THEN 1 ELSE has END AS weight,
        CAST(sum(weight) OVER side AS BIGINT) AS weights
    FROM adjusted JOIN moves USING (school_id)
    WHERE moved > 0
    WINDOW side AS (PARTITION BY school_id, front_line, leader)
),
side_parts AS (
    SELECT
        *, part(side_money, weight, weights) AS side_part,
        remainder(side_money, weight, weights) AS side_rest
    FROM sides WHERE concerned
),
repaired AS (
    SELECT
        school_id, teacher_id,
        side_part + one_more(row_number() OVER (side ORDER BY side_rest DESC, teacher_id),
            side_money, sum(side_part) OVER side) AS repaired
    FROM side_parts WINDOW side AS (PARTITION BY school_id, front_line)
),
-- --- veto ----------------------------------------------------------------------------------------
cases AS (
    SELECT
        county_id, teacher_id,
        min(pays) FILTER (
            status = 'confirmed' AND decided_on <= DATE '2026-01-31'
            AND decided_on + to_months(months) > DATE '2025-09-01'
        ) AS applies,
        min(pays) FILTER (status = 'under_review') AS holds
    FROM (
        SELECT
            *,
            CASE WHEN item IN ('paid_tutoring', 'corporal_punishment') THEN 0 ELSE 500000 END AS pays,
            CASE WHEN item IN ('paid_tutoring', 'corporal_punishment') THEN 12 ELSE 6 END AS months
        FROM ethics
    )
    GROUP BY county_id, teacher_id
)
SELECT
    county_id, school_id, teacher_id,
    CAST(coalesce(repaired, has) AS BIGINT) AS gross,
    gross - mul(gross, coalesce(applies, 1000000)) AS forfeited,
    greatest(gross - mul(gross, coalesce(holds, 1000000)) - forfeited, 0) AS held,
    gross - forfeited - held AS payable
FROM adjusted
LEFT JOIN repaired USING (school_id, teacher_id)
LEFT JOIN cases USING (county_id, teacher_id)
